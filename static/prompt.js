// Shows the prompt that Python rendered at build time, in the shadow root of <smartee-consent>, and hears its controls.

import { languages, prompts, styles } from 'declaration';
import { build } from './markup.js';

export const host = document.createElement('smartee-consent');
const root = host.attachShadow({ mode: 'open' });
const sheet = new CSSStyleSheet();
sheet.replaceSync(styles);
root.adoptedStyleSheets = [sheet];

// The first child of <body>, before a skip link, so that a screen reader meets it first; put back after a page replaced
// its body, with the dialog that was open.
export const mount = () => {
  if (!document.body || host.parentNode === document.body) return;
  const dialog = root.querySelector('dialog[open]');
  document.body.prepend(host);
  if (dialog) {
    // Not by `close`, which would tell that the visitor left it.
    dialog.open = false;
    dialog.showModal();
  }
};

const primary = (tag) => tag.toLowerCase().replace(/_/g, '-');

// The language to ask in: the first of `tags` that the site speaks. Python's `choose` knows more spellings.
export const choose = (tags) => {
  for (const tag of tags.filter(Boolean).map(primary)) {
    const found = languages.find((each) => primary(each) === tag) ||
      languages.find((each) => primary(each).split('-')[0] === tag.split('-')[0]);
    if (found) return found;
  }
  return languages[0];
};

export const speak = (language) => {
  host.lang = language;
  host.dir = /^(ar|dv|fa|he|ku|ps|ur|yi)\b/.test(language) ? 'rtl' : 'ltr';
};

// Shows `html` in place of what was shown, or beside it where `keep` is true; "" shows nothing.
export const show = (html, base, keep) => {
  if (!keep) root.replaceChildren();
  root.append(build(html, base));
  return root.lastElementChild;
};

export const ask = (base) => show(prompts[host.lang], base);

// WCAG 2.2, 2.4.11: what has the focus is never behind the prompt with less than 9 px in sight.
const covers = (target) => {
  const region = root.querySelector('section');
  if (!region || root.contains(target)) return false;
  const over = region.getBoundingClientRect();
  const under = target.getBoundingClientRect();
  return over.top - under.top < 9 && under.bottom - over.bottom < 9 && over.left - under.left < 9 && under.right - over.right < 9;
};

const makeWay = () => {
  const { activeElement } = document;
  const inside = activeElement.shadowRoot;
  const target = (inside && inside.activeElement) || activeElement;
  if (!target.matches(':focus-visible')) return;
  // First the prompt alone moves; where it covers that too, the page moves away from it, up or else down.
  for (let tries = 0; tries < 3 && covers(target); tries += 1) {
    const top = host.toggleAttribute('data-top');
    if (tries) target.scrollIntoView({ behavior: 'instant', block: top ? 'end' : 'start' });
  }
};

// Calls `act(action, element)` for every control inside the banner and `[data-consent-action]` of the page, and
// `intend()` once the visitor turns to the banner.
export const listen = (act, intend) => {
  document.addEventListener('click', (event) => {
    const control = event.composedPath().find((each) => each.dataset && each.dataset.consentAction);
    if (!control) return;
    if (control.localName === 'a') event.preventDefault();
    act(control.dataset.consentAction, control);
  });
  // Where the page scrolls smoothly, what has the focus has yet to arrive.
  for (const sign of ['focusin', 'scrollend']) document.addEventListener(sign, makeWay);
  for (const sign of ['pointerover', 'focusin']) host.addEventListener(sign, intend, { once: true, passive: true });
};
