// The browser's cookie jar, through the accessor that was there before any script of the page.

import { attempt, decode } from './guard.js';
import { pairOf } from './pair.js';

export const SHARED = Symbol.for('smartee-consent');

/** @type {Embed.Own} */ export const own = (target, key) => Object.getOwnPropertyDescriptor(target, key) || {};
// Puts the members of `source` in place of those of `target`, with their enumerability and the like left as they are.
/** @type {Embed.Overlay} */ export const overlay = (/** @type {any} */ target, source) => {
  for (const key in source) {
    const { enumerable, configurable, ...member } = own(source, key);
    attempt(() => Object.defineProperty(target, key, member));
  }
};
// The page around a frame of its origin, where that has the tag: it gates the frame too and holds for both (gate.js). What
// it gives follows the record in the jar, and nothing else, whoever asks.
/** @type {Embed.Follow | null} */ export const around = attempt(() => parent !== window && /** @type {any} */ (parent).SmarteeConsent[SHARED](window));
// The accessor that was there before any script of the page, or that of the page around.
export const native = own(Document.prototype, 'cookie');

// Null, not an error, where cookies are forbidden altogether (a sandboxed frame).
/** @type {(of?: Document) => string | null} */ export const read = (of = document) => attempt(() => native.get.call(of));
export const write = (/** @type {string} */ text) => attempt(() => native.set.call(document, text));

export const parse = (/** @type {string | null} */ header) => (header || '').split(';').map(pairOf).filter(([name, value]) => name + value);

/** @type {Embed.Find<Embed.Pair>} */ export const called = (header, name) => parse(header).filter(([raw]) => raw === name || decode(raw) === name);
// The decoded values of all copies of `name`, those that cannot be read left out.
/** @type {Embed.Find<string>} */ export const values = (header, name) => called(header, name).flatMap(([, value]) => decode(value) ?? []);

// The texts that expire `name`: at every folder of the path, host-only and for each parent domain, since a script is told
// neither; those that no browser takes do nothing. No folder is the one that the browser takes by itself, as it does where
// an attribute is over 1,024 octets (RFC 6265bis section 5.5); `;` would end it.
/** @type {(...of: string[]) => string[]} */ export const expirations = (name, host, path) => {
  const [whole] = path.slice(0, 1024).split(/;|\/$/);
  const domains = ['', ...host.split('.').map((label, at, all) => `; Domain=${all.slice(at).join('.')}`).slice(0, -1)];
  return whole.split('/').flatMap((each, at, all) => ['', '/'].map((end) => all.slice(0, at + 1).join('/') + end))
    .flatMap((folder) => domains.map((domain) => `${name}=; Max-Age=0; Path=${folder + domain}`));
};

export const { hostname, protocol } = location;
// Where the page was when it came.
export const { pathname: origin } = location;
export const secure = protocol === 'https:' ? '; Secure' : '';

// The one deleter: of all copies of `name`, also under other spellings. Browsers differ in whether a pushed address changes
// which cookies a page sees. A partitioned cookie goes only by its own deletion. Of a long path as much is tried as a page
// can wait for, and no more once no copy is in sight.
/** @type {Embed.Expire} */ export const expire = (name, at = [origin, location.pathname]) => {
  for (const raw of new Set([name, ...called(read(), name).map(([each]) => each)])) {
    for (const path of new Set(at)) {
      expirations(raw, hostname, path).every((text, tried) => {
        write(text + secure);
        write(`${text}; Secure; Partitioned`);
        return (tried + 1) % 200 || (tried < 4000 && called(read(), name)[0]);
      });
    }
  }
};
