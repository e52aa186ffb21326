// Shows the prompt that Python rendered at build time, in the shadow root of <smartee-consent>.

import { styles, templates, words } from 'declaration';
import { build } from './markup.js';
import { framed } from './script.js';

export const host = document.createElement('smartee-consent');
const root = host.attachShadow({ mode: 'open' });
// The first of its sheets from the beginning, since what comes with Python stands upon it; parsed when there is a need.
const sheet = new CSSStyleSheet();
root.adoptedStyleSheets = [sheet];

// The first child of <body>, before a skip link, so that a screen reader meets it first; put back after a page replaced
// its body (static/frame/dialog.js looks after what was open).
export const mount = () => {
  if (!framed && host.parentNode !== document.body) document.body?.prepend(host);
};

export const speak = (language) => { host.lang = language; [, host.dir] = words[language]; };
// What is shown, topmost last. Whatever else lies in the root is not ours.
export const views = () => [...root.querySelectorAll('[data-consent-view]')];
// Shows `tree` in place of what was shown, or beside it where `beside` is true; without one nothing.
export const show = (tree, beside) => {
  if (!sheet.cssRules[0]) sheet.replaceSync(styles);
  if (!beside) views().forEach((view) => view.remove());
  if (tree) root.append(build(tree));
  return views().pop();
};
// Shows what the build rendered: 0 the question, 1 that an answer is recorded, 2 that it cannot be.
export const tell = (which) => show(templates(words[host.lang])[which]);
