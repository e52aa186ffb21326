// What the page's markup has named, where the page takes only Trusted Types.

import { attempt } from '../embed/guard.js';

const same = (/** @type {string} */ text) => text;
/** @type {any} */ let policy;
/** @type {(make: 'createScript' | 'createScriptURL', text: string) => any} */ export const trusted = (make, text) => {
  policy ??= attempt(() => window.trustedTypes?.createPolicy('smartee-consent', { createScript: same, createScriptURL: same }));
  return policy ? policy[make](text) : text;
};
