/** Cookies as page code reads them, and as the device holds them. */

import { consent, onConsent } from './consent.js';

const TOKEN = 'smartee_online4_global_token';
/** @type {Record<string, string>} */
const OPTIONAL = { Language: 'language', smartee_online4_global_selected_key: 'business' };

/** @param {string} value */
function decoded(value) {
  const bare = value.startsWith('"') ? value.slice(1, -1) : value;
  try {
    return decodeURIComponent(bare);
  } catch {
    return bare;
  }
}

/** @param {string} line */
function parse(line) {
  return line.split('; ').filter(Boolean).map((pair) => {
    const cut = pair.indexOf('=');
    return Object.freeze({ name: cut < 0 ? '' : pair.slice(0, cut), value: decoded(pair.slice(cut + 1)) });
  });
}

function pageCookies() {
  try {
    return parse(document.cookie);
  } catch {
    // A sandboxed page has no cookies, and says so by throwing.
    return [];
  }
}

/**
 * The cookies that the device holds and a script may see, as `{name, value}`. Page code also reads back a preference that it wrote
 * without consent; that one stands in the page's memory alone, so it is left out here.
 */
export function deviceCookies() {
  const service = consent();
  return pageCookies().filter(({ name }) => !service || !(name in OPTIONAL) || service.allows(OPTIONAL[name]));
}

/**
 * The value of a cookie as page code reads it, or null.
 * @param {string} name
 */
export function pageCookie(name) {
  const found = pageCookies().find((each) => each.name === name);
  return found ? found.value : null;
}

/** The token of the sign-in, for the header of a request; never to be shown. */
export function signInToken() {
  return pageCookie(TOKEN) || '';
}

/**
 * Calls `listener` now and when cookies may have changed: at the service's events, at the browser's own, and each second.
 * @param {() => void} listener
 */
export function watchJar(listener) {
  let seen = '';
  const look = () => {
    const now = JSON.stringify([pageCookies(), deviceCookies()]);
    if (now === seen) return;
    seen = now;
    listener();
  };
  onConsent(look);
  if (window.cookieStore && window.cookieStore.addEventListener) window.cookieStore.addEventListener('change', look);
  window.addEventListener('pageshow', look);
  window.setInterval(look, 1000);
}
