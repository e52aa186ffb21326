// The page's placeholders for widgets and logos: Python comes where there is one, also where one is added later.

import { call, check, python, wakeWhenIdle } from './realm.js';
import { mount } from './prompt.js';

export const places = '[data-consent-widget],[data-consent-surface]';

export const fill = () => { if (python) call('placeholders'); else wakeWhenIdle(); };

// Looks after the page from here on: its placeholders, the banner's place, and the frame that Python runs in.
export const watch = () => {
  const isPlace = (node) => node.matches?.(places) || node.querySelector?.(places);
  new MutationObserver((records) => {
    check();
    mount();
    if (records.some(({ addedNodes, attributeName }) => attributeName || [...addedNodes].some(isPlace))) fill();
  }).observe(document, { attributeFilter: ['data-consent-widget', 'data-consent-surface'], childList: true, subtree: true });
};
