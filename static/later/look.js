// Looks at what the page's markup asks for: resources that wait for a grant, and widgets and surfaces, which are Python's.

import { attempt, decode } from '../embed/guard.js';
import { page } from '../embed/page.js';
import { store } from './held.js';
import { startGranted } from './resources.js';
import { checkSoon, unknown } from './speak.js';

let watching = false;
/** @type {Embed.Look} */ export const look = (names, nonce, announce, wake, call) => {
  const ids = Object.keys(names), allowed = (/** @type {string} */ id) => ids.includes(id) && window.SmarteeConsent.allows(id);
  const again = () => startGranted(allowed, nonce);
  if (page.querySelector('[data-consent-widget],[data-consent-surface]')) {
    if (call) call('placeholders');
    else wake();
  } else if (!page.querySelector('smartee-consent')) announce();
  if (!watching) for (const event of ['decision', 'change']) page.addEventListener(`smartee-consent:${event}`, again);
  if (!watching && page.querySelector('script[data-consent-debug]')) {
    import(new URL('panel.js', import.meta.url).href)
      .then(({ open }) => attempt(() => open(names, decode, () => store.listAt(location.pathname))), () => {});
  }
  watching = true;
  for (const element of page.querySelectorAll('[data-consent-needs]')) {
    const needs = /** @type {string} */ (element.getAttribute('data-consent-needs'));
    for (const id of needs.split(' ')) if (id && !ids.includes(id)) unknown(`<${element.localName} data-consent-needs>`, id, ids);
  }
  // Not before all of it is there.
  if (page.readyState === 'loading') addEventListener('DOMContentLoaded', again);
  else again();
  checkSoon();
};
