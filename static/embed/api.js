// `window.SmarteeConsent`, as static/smartee-consent.d.ts types it.

import { act } from './controls.js';
import { verdict } from './gate.js';
import { SHARED, common } from './jar.js';
import { match } from './locale.js';
import { call, ready } from './realm.js';
import { names } from './record.js';
import { declared, state } from './state.js';


const api = {
  ready,
  get state() { return state(); },
  allows: (id) => verdict(names[id]) === 'pass',
  language: {
    get: () => match(declared('language')) || document.documentElement.lang,
    set: (tag) => call('language', [tag]),
  },
  businessModel: {
    get: () => declared('business')?.match(/^[\w.-]{1,64}$/)?.[0] ?? null,
    set: (key) => call('business', [key]),
    list: () => call('models'),
  },
  session: {
    start: (details) => call('sign-in', [details]),
    end: () => call('sign-out'),
    get current() { const [account, uid] = ['account', 'uid'].map(declared); return account && uid ? { account, uid } : null; },
  },
  regions: { children: (code) => call('regions', [code]) },
  [SHARED]: common,
};
for (const action of ['accept', 'refuse', 'settings', 'withdraw']) api[action] = () => act(action);

export const publish = () => {
  Object.values(api).forEach(Object.freeze);
  Object.defineProperty(window, 'SmarteeConsent', { value: Object.freeze(api), enumerable: true });
};
