// Shows the prompt that Python rendered at build time, in the shadow root of <smartee-consent>.

import { styles, template, words } from 'declaration';
import { attempt } from './guard.js';
import { later } from './later.js';
import { build } from './markup.js';
import { framed } from './script.js';
import { emit } from './state.js';

export const host = document.createElement('smartee-consent');
const root = host.attachShadow({ mode: 'open' });
// Nothing of the page lies over the top layer, nor moves or fades what is in it. Where there is none, z-index has to do.
host.setAttribute('popover', 'manual');
const BOUND = 500;
let dressed = false, removals = 0;
const dress = () => {
  if (dressed) return;
  dressed = true;
  later().then(({ keepOnTop }) => keepOnTop(host)).catch(() => {});
  const sheet = attempt(() => {
    const made = new CSSStyleSheet();
    made.replaceSync(styles);
    // The first of its sheets, since what comes with Python stands upon it.
    return root.adoptedStyleSheets = [made, ...root.adoptedStyleSheets];
  });
  if (!sheet) root.prepend(Object.assign(document.createElement('style'), { textContent: styles }));
};

// Whatever else lies in the root is not ours. What is shown, topmost last.
export const views = () => [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-consent-view]'))];

// Puts the banner into the page for as long as it shows anything: last in the body, where it takes nobody's first place and
// hydration leaves it alone. A page that removes it is let have its way in the end.
export const mount = () => {
  if (framed || !views()[0]) host.remove();
  else if (!host.isConnected && document.body && removals < BOUND) {
    removals += 1;
    setTimeout(() => { removals -= 1; }, 9999);
    document.body.append(host);
    attempt(() => host.showPopover());
    if (removals === BOUND) emit('error', { message: 'the page keeps removing <smartee-consent>' });
  }
};

export const speak = (/** @type {string} */ language) => { host.lang = language; [, host.dir] = words[language]; };
// Shows `tree` in place of what was shown, or beside it where `beside` is true; without one nothing.
/** @type {Embed.Show} */ export const show = (tree, beside) => {
  dress();
  if (!beside) views().forEach((view) => view.remove());
  if (tree) root.append(build(tree));
  mount();
  return views().pop();
};
// Shows what the build rendered: the question, or 2 that an answer is recorded, 3 that it cannot be.
/** @type {(which?: number) => any} */ export const tell = (which) => show(template(words[host.lang], which));
