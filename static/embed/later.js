// What only a page needs that has something to do for it: static/later/later.js.

import { assets } from 'declaration';
import { folder } from './script.js';

export const base = folder + assets;
/** @type {() => Promise<typeof import('../later/later.js')>} */ export const later = () => import(`${base}later.js`);
