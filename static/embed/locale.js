// Which of the site's languages a tag means: `Languages` of consent/core/locale.py in JavaScript.

import { tongues } from 'declaration';

// The fallback is the first.
const languages = Object.keys(tongues);

/** @type {Embed.Match} */ export const match = (tag) => languages.find((each) => RegExp(`^ *(${tongues[each] || each})\\b`, 'i').test(`${tag}`.replace(/_/g, '-')));
export const choose = (/** @type {unknown[]} */ tags) => match(tags.find(match)) || languages[0];
