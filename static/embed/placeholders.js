// The page's placeholders for widgets and logos: Python comes where there is one, also where one is added later.

import { listen } from './controls.js';
import { attempt } from './guard.js';
import { call, python, wakeWhenIdle } from './calls.js';

export const places = '[data-consent-widget],[data-consent-surface]';
export const fill = () => { if (python) call('placeholders'); else wakeWhenIdle(); };

// Looks after the page's placeholders from here on.
export const watch = () => {
  // What a form calls its fields may hide its methods.
  const isPlace = (/** @type {any} */ node) => node.localName && !attempt(() => !node.matches(places) && !node.querySelector(places));
  new MutationObserver((records) => {
    // A document that is written anew hears nothing any more.
    if (records.some(({ target }) => target === document)) listen();
    if (records.some(({ addedNodes, attributeName }) => attributeName || [...addedNodes].some(isPlace))) fill();
  }).observe(document, { attributeFilter: ['data-consent-widget', 'data-consent-surface'], childList: true, subtree: true });
};
