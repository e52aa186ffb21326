/** Cookies as page code reads them, and as the device holds them. */

import { onConsent } from './consent.js';

const TOKEN = 'smartee_online4_global_token';

function decoded(value) {
  const bare = value.startsWith('"') ? value.slice(1, -1) : value;
  try {
    return decodeURIComponent(bare);
  } catch {
    return bare;
  }
}

function parse(line) {
  return line.split('; ').filter(Boolean).map((pair) => {
    const cut = pair.indexOf('=');
    return Object.freeze({ name: cut < 0 ? '' : pair.slice(0, cut), value: decoded(pair.slice(cut + 1)) });
  });
}

// The gate lets page code read back what it wrote even where nothing was stored. What the device holds is told by the accessor of
// a document that the gate has not touched.
const nativeRead = (() => {
  let accessor = null;
  return () => {
    if (!accessor) {
      const frame = document.createElement('iframe');
      frame.hidden = true;
      document.body.append(frame);
      accessor = Object.getOwnPropertyDescriptor(frame.contentWindow.Document.prototype, 'cookie').get;
      frame.remove();
    }
    return accessor.call(document);
  };
})();

function line(read) {
  try {
    return read();
  } catch {
    return '';
  }
}

/** The cookies that the device holds and a script may see, as `{name, value}`. */
export function deviceCookies() {
  return parse(line(nativeRead));
}

/** The value of a cookie as page code reads it, or null. */
export function pageCookie(name) {
  const found = parse(line(() => document.cookie)).find((each) => each.name === name);
  return found ? found.value : null;
}

/** The token of the sign-in, for the header of a request; never to be shown. */
export function signInToken() {
  return pageCookie(TOKEN) || '';
}

/** Calls `listener` now and when cookies may have changed: at the service's events, at the browser's own, and each second. */
export function watchJar(listener) {
  let seen = null;
  const look = () => {
    const now = `${line(nativeRead)}\n${line(() => document.cookie)}`;
    if (now === seen) return;
    seen = now;
    listener();
  };
  onConsent(look);
  if (window.cookieStore && window.cookieStore.addEventListener) window.cookieStore.addEventListener('change', look);
  window.addEventListener('pageshow', look);
  window.setInterval(look, 1000);
}
