// Turns the dialect of HTML that consent/render/markup.py writes into elements. No innerHTML: it works under every Trusted
// Types policy, and what is not in the dialect cannot come into being.

import { folder } from './script.js';

const PIECE = /<(\/?)([a-z][a-z0-9-]*)([^>]*)>|([^<]+)/g;
const ATTRIBUTE = / ([a-z-]+)(?:="([^"]*)")?/g;
const VOID = /^(img|input)$/;
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"' };

const plain = (text) => text.replace(/&(amp|lt|gt|quot);/g, (_, name) => ENTITIES[name]);

// Addresses are resolved against where embed.js lies, whatever the page's own base is.
export const build = (html) => {
  let at = document.createDocumentFragment();
  for (const [, close, name, attributes, text] of html.matchAll(PIECE)) {
    if (text) at.append(plain(text));
    else if (close) at = at.parentNode;
    else {
      const element = document.createElement(name);
      for (const [, key, value = ''] of attributes.matchAll(ATTRIBUTE)) {
        const told = plain(value);
        element.setAttribute(key, /^(href|src)$/.test(key) ? new URL(told, folder).href : told);
      }
      at.append(element);
      if (!VOID.test(name)) at = element;
    }
  }
  return at;
};
