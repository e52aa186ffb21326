// The page's placeholders for widgets and logos: Python comes where there is one, also where one is added later.

import { listen } from './controls.js';
import { attempt } from './guard.js';
import { announce, call, python, wakeWhenIdle } from './calls.js';
import { later } from './later.js';
import { names } from './record.js';
import { nonce } from './script.js';

export const places = '[data-consent-needs],[data-consent-debug],[data-consent-widget],[data-consent-surface]';
export const fill = () => later().then(({ look }) => look(names, nonce, announce, wakeWhenIdle, python && call), wakeWhenIdle);

// Looks after the page's placeholders from here on.
export const watch = () => {
  // What a form calls its fields may hide its methods.
  const isPlace = (/** @type {any} */ node) => node.localName && !attempt(() => !node.matches(places) && !node.querySelector(places));
  /** @type {string[]} */ const attributeFilter = /** @type {any} */ (places.match(/d[a-z-]+/g));
  new MutationObserver((records) => {
    // A document that is written anew hears nothing any more.
    if (records.some(({ target }) => target === document)) listen();
    if (records.some(({ addedNodes, attributeName }) => attributeName || [...addedNodes].some(isPlace))) fill();
  }).observe(document, { attributeFilter, childList: true, subtree: true });
};
