// The page's placeholders for widgets and logos: Python comes where there is one, also where one is added later.

import { call, check, python, wakeWhenIdle } from './realm.js';
import { mount } from './prompt.js';

const KINDS = ['data-consent-widget', 'data-consent-surface'];
const PLACES = KINDS.map((kind) => `[${kind}]`).join();

export const any = (root = document) => root.querySelector(PLACES);
export const fill = () => {
  if (python) call('placeholders');
  else wakeWhenIdle();
};

// Looks after the page from here on: its placeholders, the banner's place, and the frame that Python runs in.
export const watch = (framed) => {
  const isPlace = (node) => node.nodeType === 1 && (node.matches(PLACES) || any(node));
  new MutationObserver((records) => {
    check();
    if (!framed) mount();
    if (records.some(({ addedNodes, attributeName }) => attributeName || [...addedNodes].some(isPlace))) fill();
  }).observe(document, { attributeFilter: KINDS, childList: true, subtree: true });
};
