// Which of the site's languages a tag means: `Languages` of consent/core/locale.py in JavaScript.

import { hasMore, others, tongues } from 'declaration';

const [fallback] = Object.keys(tongues);

// Of a language whose words are not in hand it is as it stands in the tag.
/** @type {Embed.Match} */ export const match = (tag) => {
  const begins = (/** @type {string} */ spellings) => RegExp(`^ *(${spellings})\\b`, 'i').exec(`${tag}`.replace(/_/g, '-'));
  return Object.keys(tongues).find((each) => begins(tongues[each] || each)) || (hasMore ? begins(others)?.[1] : undefined);
};
export const choose = (/** @type {unknown[]} */ tags) => match(tags.find(match)) || fallback;
