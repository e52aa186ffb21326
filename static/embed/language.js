// The language that the page began in, and the one that the visitor chose on an earlier visit.

import { names } from './record.js';
import { values } from './jar.js';
import { pageHeader } from './gate.js';
import { decision } from './state.js';

// The value of a declared cookie as the page reads it, if there is one.
export const declared = (id) => values(pageHeader(), names[id])[0];

export const pageLanguage = document.documentElement.lang;
export const kept = decision?.granted.includes('language') && declared('language');
