// What only a page needs that has something to do for it: static/later/later.js.

import { assets } from 'declaration';
import { PATIENCE } from './guard.js';
import { folder } from './script.js';

export const base = folder + assets;
/** @type {Promise<typeof import('../later/later.js')> | null} */ let coming = null;
// A browser asks for a module that did not come no second time, unless by another name.
export const later = () => coming = coming || Promise.race([
  import(`${base}later.js#${Date.now()}`), new Promise((resolve, reject) => setTimeout(reject, PATIENCE * 1000)),
]).catch((error) => {
  coming = null;
  throw error;
});
