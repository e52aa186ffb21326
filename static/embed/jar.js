// The browser's cookie jar, through the accessor that was there before any script of the page.

import { attempt, decode } from './guard.js';

export const SHARED = Symbol.for('smartee-consent');

// One for a page and its frames of the same origin, since they have one jar: the accessor, what was granted, what is held
// (name to its value and what writes it), what is gated already, and a deletion that says when the browser refuses.
/** @type {Embed.Common} */ export const common = attempt(() => /** @type {any} */ (parent).SmarteeConsent[SHARED]) || {
  native: Object.getOwnPropertyDescriptor(Document.prototype, 'cookie'),
  remove: attempt(() => cookieStore.delete.bind(cookieStore)),
  memory: new Map(),
  gated: new WeakSet(),
};

// Null, not an error, where cookies are forbidden altogether (a sandboxed frame).
/** @type {() => string | null} */ export const read = () => attempt(() => common.native.get.call(document));
export const write = (/** @type {string} */ text) => attempt(() => common.native.set.call(document, text));

// The raw name and value of a pair, or of the text that sets a cookie. Without `=` it is nameless (RFC 6265bis 5.6).
/** @type {(text: string) => Embed.Pair} */ export const pairOf = (text) => {
  const [, name = '', value] = /** @type {string[]} */ (/^(?:[ \t]*([^;=]*?)[ \t]*=)?[ \t]*([^;]*?)[ \t]*(;|$)/.exec(text));
  return [name, value];
};
export const parse = (/** @type {string | null} */ header) => (header || '').split(';').map(pairOf).filter(([name, value]) => name + value);

/** @type {Embed.Find<Embed.Pair>} */ export const called = (header, name) => parse(header).filter(([raw]) => raw === name || decode(raw) === name);
// The decoded values of all copies of `name`, those that cannot be read left out.
/** @type {Embed.Find<string>} */ export const values = (header, name) => called(header, name).flatMap(([, value]) => decode(value) ?? []);

// The texts that expire `name`: at every folder of the path, host-only and for each parent domain, since a script is told
// neither; those that no browser takes do nothing. No folder is the one that the browser takes by itself, as it does where
// an attribute is over 1,024 octets (RFC 6265bis section 5.5); `;` would end it.
/** @type {(...of: string[]) => string[]} */ export const expirations = (name, host, path) => {
  const [whole] = path.slice(0, 1024).split(/;|\/$/);
  const domains = ['', ...[...host.matchAll(/[^.]+\./g)].map(({ index }) => `; Domain=${host.slice(index)}`)];
  return [...whole.matchAll(/\/|$/g)].flatMap(({ index }) => ['', '/'].map((end) => whole.slice(0, index) + end))
    .flatMap((folder) => domains.map((domain) => `${name}=; Max-Age=0; Path=${folder + domain}`));
};

const { hostname, pathname, protocol } = location;
const secure = protocol === 'https:' ? '; Secure' : '';
// Writes a cookie of our own for all of the site, for `seconds`, or for the visit. To libsoup, and so to WebKit on Linux, an
// empty Max-Age is 0.
/** @type {Embed.Keep} */ export const keep = (name, value, seconds) =>
  write(`${name}=${value}; Path=/; ${seconds ? `Max-Age=${seconds}; ` : ''}SameSite=Lax${secure}`);

// The one deleter: of all copies of `name`, also under other spellings. Browsers differ in whether a pushed address changes
// which cookies a page sees. A partitioned cookie goes only by its own deletion. Of a long path as much is tried as a page
// can wait for, and no more once no copy is in sight.
export const expire = (/** @type {string} */ name) => {
  for (const raw of new Set([name, ...called(read(), name).map(([each]) => each)])) {
    for (const path of new Set([pathname, location.pathname])) {
      expirations(raw, hostname, path).every((text, at) => {
        write(text + secure);
        write(`${text}; Secure; Partitioned`);
        return (at + 1) % 200 || (at < 4000 && called(read(), name).length);
      });
    }
  }
};
