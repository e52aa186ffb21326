// What the tag fetches only on a page that has something to do for it: a page without that needs no more than the tag.

import { goBy, store } from './held.js';
import { watchAnswers } from './served.js';
import { checkSoon } from './speak.js';

export { whenIdle } from './idle.js';
export { look } from './look.js';
export { serve } from './realm.js';
export { odd } from './speak.js';
export { answers } from './store.js';

let watching = false;
// What is held from now on, by the precise store, with the `writes` until now; the rest is for watchAnswers.
/** @type {Embed.Join} */ export const join = (writes, clock, ...given) => {
  goBy(clock);
  if (!watching) {
    watchAnswers(...given);
    checkSoon();
  }
  watching = true;
  for (const each of writes.values()) store.hold(each.text, each.from, each.told, each.at);
  writes.clear();
  return store;
};
