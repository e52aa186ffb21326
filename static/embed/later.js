// What only a page needs that has something to do for it: static/later/later.js.

import { assets } from 'declaration';
import { PATIENCE } from './guard.js';
import { folder } from './script.js';

export const base = folder + assets;
/** @type {Promise<typeof import('../later/later.js')> | null} */ let coming = null;
// A module of the folder, within so many seconds. A browser asks for one that did not come no second time, unless by another name.
/** @type {(name: string, patience: number) => Promise<any>} */ export const fetchModule = (name, patience) => Promise.race([
  import(`${base}${name}.js#${Date.now()}`), new Promise((resolve, reject) => setTimeout(reject, patience * 1000)),
]);
/** @type {() => void} */ let begin;
const begun = new Promise((/** @type {(settled?: unknown) => void} */ resolve) => { begin = resolve; });
export const later = () => {
  begin();
  return coming = coming || fetchModule('later', PATIENCE).catch((error) => {
    coming = null;
    throw error;
  });
};
// For what can wait until the prompt is seen, or until somebody cannot.
export const soon = () => {
  setTimeout(begin, 50);
  return begun.then(later);
};
