// What stores a cookie of our own, as consent/core/cookies.py has it.

import { domain } from 'declaration';
import { hostname, secure, write } from './jar.js';

// A page on a host outside of the domain has its cookies for that host alone.
const shared = domain && `.${hostname}`.endsWith(domain) ? `; Domain=${domain}` : '';
// The text of a cookie of our own for all of the site, for `seconds`, or for the visit. To libsoup, and so to WebKit on Linux,
// an empty Max-Age is 0.
/** @type {Embed.TextFor} */ export const textFor = (name, value, seconds) =>
  `${name}=${value}; Path=/; ${seconds ? `Max-Age=${seconds}; ` : ''}SameSite=Lax${secure}${shared}`;
/** @type {Embed.Keep} */ export const keep = (...cookie) => write(textFor(...cookie));
