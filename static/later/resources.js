// What of the page waits for a grant: `data-consent-needs` has the ids of the cookies that it stores, all of which it takes.

import { attempt } from '../embed/guard.js';
import { page } from '../embed/page.js';
import { warn } from './speak.js';
import { trusted } from './trusted.js';

// Where an element has the address that waits in its `data-consent-src`.
/** @type {Record<string, string>} */ const ADDRESS = { link: 'href', object: 'data' };
// What was started, and what stands in for a frame that was not.
/** @type {WeakSet<Element>} */ const started = new WeakSet();
/** @type {WeakMap<Element, HTMLElement>} */ const substitutes = new WeakMap();
// Scripts run one after the other, in the order of the page.
let turn = Promise.resolve();

// The address in full; nothing where it leads away from the page's own origin.
const own = (/** @type {string} */ address, /** @type {Element} */ element) => {
  const url = attempt(() => new URL(address, page.baseURI));
  if (url?.origin === location.origin) return url.href;
  warn(`${address} on <${element.localName}> is not of this origin and is never started`);
  return '';
};

/** @type {(old: HTMLScriptElement) => Promise<void>} */ const renew = (old) => new Promise((done) => {
  const { consentSrc = old.getAttribute('src'), consentType } = old.dataset, fresh = page.createElement('script');
  for (const { name, value } of old.attributes) {
    if (!/^(type|src|nonce|data-consent-.*)$/.test(name)) fresh.setAttribute(name, value);
  }
  if (consentType) fresh.type = consentType;
  fresh.nonce = old.nonce;
  fresh.async = old.async && old.hasAttribute('async');
  fresh.onload = fresh.onerror = () => done();
  const url = consentSrc == null ? '' : own(consentSrc, old);
  if (url) fresh.src = trusted('createScriptURL', url);
  else fresh.text = trusted('createScript', old.text);
  if (url || consentSrc == null) old.replaceWith(fresh);
  // Who waits for no other, and what has run by now.
  if (!fresh.isConnected || fresh.async || (!url && consentType !== 'module')) done();
});
const run = (/** @type {HTMLScriptElement} */ script, /** @type {() => boolean} */ granted, /** @type {string} */ nonce) => {
  if (started.has(script)) return;
  started.add(script);
  // Markup that somebody has smuggled into the page has no nonce, and is not to come by one here.
  if (script.nonce !== nonce) warn('a <script data-consent-needs> without the nonce of the tag is never started');
  else {
    turn = turn.then(() => {
      if (granted()) return renew(script);
      started.delete(script);
      return undefined;
    }).catch((error) => warn(`a <script data-consent-needs> cannot be started: ${error.message}`));
  }
};

// In the place of a frame stands the question, which Python fills in (consent/features/waiting.py).
const substitute = (/** @type {HTMLIFrameElement} */ frame) => {
  if (substitutes.has(frame)) return;
  const place = page.createElement('div'), { width, height } = frame.getBoundingClientRect();
  substitutes.set(frame, place);
  place.dataset.consentFor = frame.dataset.consentNeeds;
  place.dataset.consentWidget = 'waiting';
  if (width) Object.assign(place.style, { maxWidth: `${width}px`, minHeight: `${height}px` });
  frame.before(place);
  frame.style.setProperty('display', 'none', 'important');
};
const bringBack = (/** @type {HTMLElement} */ frame) => {
  substitutes.get(frame)?.remove();
  if (substitutes.delete(frame)) frame.style.removeProperty('display');
};

const settle = (/** @type {any} */ element, /** @type {(id: string) => boolean} */ allowed, /** @type {string} */ nonce) => {
  const { localName, dataset: { consentNeeds, consentSrc } } = element;
  const granted = () => consentNeeds.trim().split(/\s+/).every(allowed);
  if (localName === 'script') {
    if (granted()) run(element, granted, nonce);
    return;
  }
  const name = ADDRESS[localName] || 'src', frame = localName === 'iframe';
  if (consentSrc == null) return;
  if (!granted()) {
    // A frame without an address stays where it was.
    if (frame && started.has(element)) element.src = 'about:blank';
    element.removeAttribute(name);
    started.delete(element);
    if (frame) substitute(element);
  } else if (!started.has(element)) {
    started.add(element);
    const url = own(consentSrc, element);
    if (url) element.setAttribute(name, url);
    if (frame) bringBack(element);
  }
};

/** @type {Embed.Start} */ export const startGranted = (allowed, nonce = '') => {
  for (const element of page.querySelectorAll('[data-consent-needs]')) attempt(() => settle(element, allowed, nonce));
};
