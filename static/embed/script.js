// What the one tag of a page says, where it lies and how it is to behave; and the language that the page began in.

const script = document.currentScript;
const options = script?.dataset || {};

export const folder = new URL('.', script?.src || location).href;
export const framed = window !== window.parent;
export const quiet = framed || 'consentHide' in options;
export const wanted = options.consentLang;
export const pageLanguage = document.documentElement.lang;
