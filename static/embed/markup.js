// Turns the trees of consent/render/markup.py into elements: no innerHTML, so that it works under every Trusted Types policy.

import { page } from './page.js';
import { folder } from './script.js';

/** @type {(tree: Tree) => Element | string} */ export const build = (tree) => {
  if (typeof tree === 'string') return tree;
  const [name, attributes, ...children] = tree;
  const element = page.createElement(name);
  for (const [key, value] of attributes) {
    // Whatever the page's own base is.
    // By which a page may style it: the last of them, which is what it shows or does.
    /** @type {any} */ (element).part = value;
    element.setAttribute(key, /href|src/.test(key) ? /** @type {any} */ (new URL(value, folder)) : value);
  }
  element.append(...children.map(build));
  return element;
};
