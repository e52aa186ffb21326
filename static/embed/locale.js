// Which of the site's languages a tag means: `Languages` of consent/core/locale.py in JavaScript.

import { hasMore, learns, others, tongues } from 'declaration';

// The fallback is the first. Others may come.
const languages = Object.keys(tongues);

// Of a language whose words are not in hand it is as it stands in the tag.
/** @type {Embed.Match} */ export const match = (tag) => {
  const begins = (/** @type {string} */ spellings) => RegExp(`^ *(${spellings})\\b`, 'i').exec(`${tag}`.replace(/_/g, '-'));
  const found = (learns ? Object.keys(tongues) : languages).find((each) => begins(tongues[each] || each));
  return hasMore && !found ? begins(others)?.[1] : found;
};
export const choose = (/** @type {unknown[]} */ tags) => match(tags.find(match)) || languages[0];
