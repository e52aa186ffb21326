// What is held: what the page wrote, but for what it wrote over. With static/later/held.js, which is asked for with the first
// of it, it reads as the browser would have given it; until then, and where that does not come, the last of each name counts.

import { later } from './later.js';
import { pairOf } from './pair.js';

// A page may later put a clock of its own in place.
const { now } = Date;
/** @type {Map<string, Embed.Write>} */ const writes = new Map();

/** @type {Embed.Held} */ export let held = {
  // RFC 6265bis section 5.5: Max-Age goes before Expires.
  over: (text) => +(/;\s*max-age\s*=\s*([-+]?\d+)/i.exec(text)?.[1] ?? Date.parse(`${/;\s*expires\s*=([^;]*)/i.exec(text)?.[1]}`) - now()) <= 0,
  hold: (text, from, told) => {
    const [first, ...rest] = text.split(';'), [name, value] = pairOf(first), key = [name, ...rest].join(';');
    if (!writes.size) later().then(({ store }) => {
      for (const each of writes.values()) store.hold(each.text, each.from, each.told, each.at);
      held = store;
    }).catch(() => {});
    writes.delete(key);
    writes.set(key, { name, value, pair: `${name}=${value}`, path: '/', text, from, told, at: now() });
  },
  seenAt: (from, ...first) => [...first, ...new Map([...writes.values()].map((each) => [each.name, each])).values()]
    .filter(({ text = '' }) => !held.over(text, from)),
  take: (wanted) => [...writes].flatMap(([key, each]) => (wanted(each.name) && writes.delete(key) ? each : [])),
  itemOf: ({ name, value }) => ({ name, value }),
};
