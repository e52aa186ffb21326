// The browser's cookie jar, through the accessor that was there before any script of the page.

import { attempt, decode } from './guard.js';

export const SHARED = Symbol.for('smartee-consent');

// One for a page and its frames of the same origin, since they have one jar: the accessor, what was granted, what is
// held (name to its value and what writes it), what is gated already, and a deletion that says when the browser refuses.
export const common = attempt(() => parent.SmarteeConsent[SHARED]) || {
  native: Object.getOwnPropertyDescriptor(Document.prototype, 'cookie'),
  remove: attempt(() => cookieStore.delete.bind(cookieStore)),
  memory: new Map(),
  gated: new WeakSet(),
};

// Null, not an error, where cookies are forbidden altogether (a sandboxed frame).
export const read = () => attempt(() => common.native.get.call(document));
export const write = (text) => attempt(() => common.native.set.call(document, text));

const trim = (text) => text.replace(/^[ \t]+|[ \t]+$/g, '');

// The raw name and value of a pair, or of the text that sets a cookie. Without `=` it is nameless (RFC 6265bis 5.6).
export const pairOf = (text) => {
  const [pair] = text.split(';', 1);
  const at = pair.indexOf('=');
  return [trim(pair.slice(0, Math.max(at, 0))), trim(pair.slice(at + 1))];
};
export const parse = (header) => (header || '').split(';').filter(trim).map(pairOf);

// The decoded values of all copies of `name`, those that cannot be read left out.
export const values = (header, name) =>
  parse(header).filter(([raw]) => raw === name || decode(raw) === name)
    .map(([, value]) => decode(value)).filter((value) => value !== null);

// Every text that expires `name`: host-only and for each parent domain, at every folder of the path, since a script is
// told neither the domain nor the path of a cookie. The same texts as in consent/core/cookies.py.
export const expirations = (name, host, path, secure) => {
  const labels = /:|\.\d+$/.test(host) ? [] : host.split('.');
  const domains = ['', ...labels.slice(1).map((_, at) => `; Domain=${labels.slice(at).join('.')}`)];
  let folder = '';
  const folders = ['/', ...path.split('/').filter(Boolean).flatMap((step) => [(folder += `/${step}`), `${folder}/`])];
  const rest = secure ? '; Secure' : '';
  return domains.flatMap((domain) => folders.map((each) => `${name}=; Max-Age=0; Path=${each}${domain}${rest}`));
};

// Browsers differ in whether a pushed address changes which cookies a page sees. A partitioned cookie is another one
// than its namesake, and goes only by its own deletion; a page without TLS has none.
const { hostname, pathname, protocol } = location;
const secure = protocol === 'https:';

// Writes a cookie of our own for all of the site, for `seconds` or, where that is 0 or missing, for the visit.
export const keep = (name, value, seconds) =>
  write(`${name}=${value}; Path=/; ${seconds ? `Max-Age=${seconds}; ` : ''}SameSite=Lax${secure ? '; Secure' : ''}`);

export const expire = (name) => {
  for (const path of new Set([pathname, location.pathname])) {
    for (const text of expirations(name, hostname, path, secure)) {
      write(text);
      if (secure) write(`${text}; Partitioned`);
    }
  }
};
