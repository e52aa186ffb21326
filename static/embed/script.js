// What the one tag of a page says, where it lies and how it is to behave.

import { attempt } from './guard.js';
import { page } from './page.js';

// Not by way of the document itself, which gives an image of that name. A module is nobody's current script.
/** @type {HTMLScriptElement | null} */ const script = /** @type {any} */ (page.currentScript)
  || page.querySelector('script[data-consent-base]');
const options = script?.dataset || {};

// Where the files are: beside the tag, unless a tag in a bundle says it; one without an address of its own has the page's.
const own = attempt(() => new URL('.', script?.src)) || /** @type {any} */ (location);
export const folder = new URL(options.consentBase || '.', own).href;
export const nonce = script?.nonce;
export const framed = window !== top;
export const quiet = framed || 'consentHide' in options;
export const wanted = options.consentLang;
export const theme = options.consentTheme || 'inherit';
