// What is held: what the page wrote, but for what it wrote over. With static/later/held.js it reads as the browser would have
// given it; until that is there, and where it does not come, the last of each name counts.

import { later, soon } from './later.js';
import { pairOf } from './pair.js';

// A page may later put a clock of its own in place.
const { now } = Date;
/** @type {Map<string, Embed.Write>} */ const writes = new Map();

/** @type {Embed.Held} */ export let held = {
  // RFC 6265bis section 5.5: Max-Age goes before Expires.
  over: (text) => +(/;\s*max-age\s*=\s*([-+]?\d+)/i.exec(text)?.[1] ?? Date.parse(/** @type {string} */ (/;\s*expires\s*=([^;]*)/i.exec(text)?.[1])) - now()) <= 0,
  hold: (text, from, told) => {
    // Half a character is no text that can be stored.
    if (/\p{Cs}/u.test(text)) return;
    const [first, ...rest] = text.split(';'), [name, value] = pairOf(first), key = [name, ...rest].join(';');
    writes.delete(key);
    writes.set(key, { name, pair: `${name}=${value}`, text, from, told, at: now() });
  },
  seenAt: (from, header) => [
    header, ...[...new Map([...writes.values()].map((each) => [each.name, each])).values()].map(({ text, pair }) => !held.over(text, from) && pair),
  ].filter(Boolean).join('; '),
  take: (wanted) => [...writes].flatMap(([key, each]) => (wanted(each.name) && writes.delete(key) ? each : [])),
};

/** @type {Parameters<Embed.Probe>} */ let probe;
// Has it read so; what else that script can do.
export const precise = () => later().then((all) => {
  held = all.join(writes, now, ...probe);
  return all;
});
// From when there is anything without a grant.
/** @type {Embed.Probe} */ export const refine = (...given) => {
  probe = given;
  soon().then(precise).catch(() => {});
};
