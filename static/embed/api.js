// `window.SmarteeConsent`, as static/smartee-consent.d.ts types it.

import { cookies } from 'declaration';
import { act } from './controls.js';
import { pageHeader } from './gate.js';
import { SHARED, common, values } from './jar.js';
import { choose } from './prompt.js';
import { call, ready } from './realm.js';
import { names, optional, stateOf } from './record.js';
import { decision } from './state.js';

const { freeze } = Object;
const PLAIN = /^[\w.-]{1,64}$/;

// The value of a declared cookie as the page reads it, or null.
export const declared = (id) => values(pageHeader(), names[id])[0] ?? null;

const api = {
  ready,
  get state() { return stateOf(decision); },
  allows: (id) => (optional.includes(id) ? !!decision?.granted.includes(id) : cookies.some(([each]) => each === id)),
  language: freeze({
    get: () => { const value = declared('language'); return value ? choose([value]) : document.documentElement.lang; },
    set: (tag) => call('language', [`${tag}`]),
  }),
  businessModel: freeze({
    get: () => { const value = declared('business'); return value && PLAIN.test(value) ? value : null; },
    set: (key) => call('business', [`${key}`]),
    list: () => call('models'),
  }),
  session: freeze({
    start: (details) => call('sign-in', [details]),
    end: () => call('sign-out'),
    get current() {
      const [account, uid] = ['account', 'uid'].map(declared);
      return account && uid ? freeze({ account, uid }) : null;
    },
  }),
  regions: freeze({ children: (code) => call('regions', [`${code ?? ''}`]) }),
  [SHARED]: common,
};
for (const action of ['accept', 'refuse', 'settings', 'withdraw']) api[action] = () => act(action);

export const publish = () =>
  Object.defineProperty(window, 'SmarteeConsent', { value: freeze(api), enumerable: true });
