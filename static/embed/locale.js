// Which of the site's languages a tag means: `Languages` of consent/core/locale.py in JavaScript.

import { words } from 'declaration';

const languages = Object.keys(words);

export const match = (tag) => languages.find((each) => RegExp(`^ *(${words[each][0]})\\b`, 'i').test(`${tag}`.replace(/_/g, '-')));
export const choose = (tags) => tags.map(match).find(Boolean) || languages[0];
