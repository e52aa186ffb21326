// Turns trees into elements: no innerHTML, so that it works under every Trusted Types policy. A tree is a text, or the name of
// an element, its attributes and its children; consent/build/tree.py makes them of the prompts, static/frame/markup.js of the rest.

import { folder } from './script.js';

export const build = (tree) => {
  if (typeof tree === 'string') return tree;
  const [name, attributes, ...children] = tree;
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    // Whatever the page's own base is.
    element.setAttribute(key, /^(href|src)$/.test(key) ? new URL(value, folder).href : value);
  }
  element.append(...children.map(build));
  return element;
};
