// `window.SmarteeConsent`, as static/smartee-consent.d.ts types it.

import { act } from './controls.js';
import { gateWindow, verdict } from './gate.js';
import { attempt } from './guard.js';
import { SHARED } from './jar.js';
import { later } from './later.js';
import { match } from './locale.js';
import { call, ready } from './calls.js';
import { page } from './page.js';
import { names } from './record.js';
import { declared, follow, state } from './state.js';

/** @type {Record<PropertyKey, unknown>} */ const api = {
  ready,
  get state() { return state(); },
  // Whoever misspells an id hears of it; the promise of that is the name of no cookie.
  allows: (/** @type {string} */ id) => verdict(names[id] || /** @type {any} */ (later().then((all) => all.odd(id, names)).catch(attempt))) === 'pass',
  language: {
    get: () => match(declared('language')) || page.documentElement.lang,
    set: (/** @type {string} */ tag) => call('language', [tag]),
  },
  businessModel: {
    get: () => declared('business')?.match(/^[\w.-]{1,64}$/)?.[0] ?? null,
    set: (/** @type {string} */ key) => call('business', [key]),
    list: () => call('models'),
  },
  session: {
    start: (/** @type {object} */ details) => call('sign-in', [details]),
    end: () => call('sign-out'),
    get current() { const account = declared('account'), uid = declared('uid'); return account && (uid || !names.uid) ? { account, uid } : null; },
  },
  regions: { children: (/** @type {string} */ code) => call('regions', [code]) },
  // For the tag in a frame: whoever calls it, the gate grows and consent does not.
  [SHARED]: (/** @type {Window} */ view) => { gateWindow(view); return follow; },
};
for (const action of ['accept', 'refuse', 'settings', 'withdraw']) api[action] = () => act(action);

export const publish = () => {
  Object.values(api).forEach(Object.freeze);
  Object.defineProperty(window, 'SmarteeConsent', { value: Object.freeze(api), enumerable: true });
};
