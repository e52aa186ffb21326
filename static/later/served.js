// What comes into the jar with the answers of servers, which no script writes: it is looked for when one has come.

import { attempt } from '../embed/guard.js';
import { store } from './held.js';

// From now on, deletes of the names that `lacking()` gives what an answer may have set for its own folder, out of the page's
// sight; `tell(name)` hears what only the server can delete, `sign()` that there may be something new in the jar, and
// `adopt(name, value)` what went with a delete before it was seen there.
/** @type {Embed.Probe} */ export const watchAnswers = (lacking, expire, remove, tell, sign, adopt) => {
  const probe = (/** @type {Set<string>} */ folders) => {
    for (const name of lacking()) {
      expire(name, folders);
      remove?.(name).catch(() => tell(name));
    }
  };
  probe(new Set());
  attempt(() => new PerformanceObserver((entries) => {
    sign();
    probe(new Set(entries.getEntries().map(({ name }) => new URL(name))
      .flatMap(({ origin, pathname }) => (origin === location.origin && pathname.replace(/\/[^/]*$/, '')) || [])));
  }).observe({ type: 'resource' }));
  attempt(() => cookieStore.addEventListener('change', ({ isTrusted, changed }) => {
    for (const { name = '', value = '' } of isTrusted ? changed : []) if (store.lastFound(name) !== value) adopt(name, value);
  }));
  // Where no browser tells of a cookie that something else has set.
  if (!remove) setInterval(sign, 1000);
};
