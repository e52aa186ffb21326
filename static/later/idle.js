// When there is nothing else to do for the page.

import { page } from '../embed/page.js';

// Once it has loaded and is idle; with `bound`, milliseconds, at the latest after that, since some pages never end. (Where nothing
// tells of idle moments, the next task will do.)
/** @type {(done: () => void, bound?: number) => void} */ export const whenIdle = (done, bound) => {
  const rest = () => (window.requestIdleCallback || setTimeout)(done, bound ? { timeout: 2000 } : undefined);
  if (page.readyState === 'complete') rest();
  else {
    addEventListener('load', rest);
    if (bound) setTimeout(rest, bound);
  }
};
