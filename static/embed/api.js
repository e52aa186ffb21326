// `window.SmarteeConsent`, as static/smartee-consent.d.ts types it.

import { cookies } from 'declaration';
import { act } from './controls.js';
import { SHARED, common } from './jar.js';
import { declared } from './language.js';
import { match } from './locale.js';
import { call, ready } from './realm.js';
import { decision, state } from './state.js';

const PLAIN = /^[\w.-]{1,64}$/;

const api = {
  ready,
  get state() { return state(); },
  allows: (id) => decision?.granted.includes(id) || cookies.some(([each, , days]) => each === id && days == null),
  language: {
    get: () => match(declared('language')) || document.documentElement.lang,
    set: (tag) => call('language', [`${tag}`]),
  },
  businessModel: {
    get: () => { const value = declared('business'); return value && PLAIN.test(value) ? value : null; },
    set: (key) => call('business', [`${key}`]),
    list: () => call('models'),
  },
  session: {
    start: (details) => call('sign-in', [details]),
    end: () => call('sign-out'),
    get current() {
      const [account, uid] = ['account', 'uid'].map(declared);
      return account && uid ? { account, uid } : null;
    },
  },
  regions: { children: (code) => call('regions', [`${code ?? ''}`]) },
  [SHARED]: common,
};
for (const action of ['accept', 'refuse', 'settings', 'withdraw']) api[action] = () => act(action);

export const publish = () => {
  Object.values(api).forEach(Object.freeze);
  Object.defineProperty(window, 'SmarteeConsent', { value: Object.freeze(api), enumerable: true });
};
