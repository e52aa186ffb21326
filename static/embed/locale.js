// Which of the site's languages a tag means: `Languages` of consent/core/locale.py in JavaScript.

import { words } from 'declaration';

const languages = Object.keys(words);

/** @type {Embed.Match} */ export const match = (tag) => languages.find((each) => RegExp(words[each][0], 'i').test(`${tag}`.replace(/_/g, '-')));
export const choose = (/** @type {unknown[]} */ tags) => match(tags.find(match)) || languages[0];
