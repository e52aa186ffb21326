// What the one tag of a page says, where it lies and how it is to behave.

const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
const options = script?.dataset || {};

export const folder = new URL('.', script?.src || /** @type {any} */ (location)).href;
export const framed = window !== window.parent;
export const quiet = framed || 'consentHide' in options;
export const wanted = options.consentLang;
