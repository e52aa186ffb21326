// The browser's cookie jar, through the accessor that was there before any script of the page.

import { attempt } from './guard.js';

let owner = document;
while (owner && !Object.getOwnPropertyDescriptor(owner, 'cookie')) owner = Object.getPrototypeOf(owner);

// Where `document.cookie` is defined, and how: another library may have wrapped it on the document itself.
export { owner };
export const native = Object.getOwnPropertyDescriptor(owner, 'cookie');

// Null, not an error, where cookies are forbidden altogether (a sandboxed frame).
export const read = (from = document) => attempt(() => native.get.call(from));
export const write = (text, to = document) => attempt(() => (native.set.call(to, text), true), false);

export const pairs = (header) => (header || '').split(/; */).filter(Boolean);
// Of a pair, or of the whole text that sets a cookie. Without `=` it is nameless (RFC 6265bis section 5.6).
export const nameOf = (text) => {
  const at = text.split(';', 1)[0].indexOf('=');
  return at < 0 ? '' : text.slice(0, at).replace(/^[ \t]+|[ \t]+$/g, '');
};
export const values = (header, name) =>
  pairs(header).filter((pair) => nameOf(pair) === name).map((pair) => pair.slice(pair.indexOf('=') + 1));

// Expires `name` host-only and for each parent domain, at every folder of this page's path: a script is told neither
// the domain nor the path of a cookie. The same matrix as consent/cookies.py `expirations`.
export const expire = (name, { hostname, pathname } = location) => {
  const labels = /:|\.\d+$/.test(hostname) ? [] : hostname.split('.');
  const domains = ['', ...labels.slice(1).map((_, at) => `; Domain=${labels.slice(at).join('.')}`)];
  let folder = '';
  const paths = ['/', ...pathname.split('/').filter(Boolean).flatMap((step) => [(folder += `/${step}`), `${folder}/`])];
  for (const domain of domains) for (const path of paths) write(`${name}=; Max-Age=0; Path=${path}${domain}`);
};
