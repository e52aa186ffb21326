// Shows the prompt that Python rendered at build time, in the shadow root of <smartee-consent>, and hears its controls.

import { languages, notices, prompts, rightToLeft, styles } from 'declaration';
import { build } from './markup.js';

export const host = document.createElement('smartee-consent');
const root = host.attachShadow({ mode: 'open' });
// The first of its sheets from the beginning, since what comes with Python stands upon it; parsed when there is a need.
const sheet = new CSSStyleSheet();
root.adoptedStyleSheets = [sheet];

// The first child of <body>, before a skip link, so that a screen reader meets it first; put back after a page replaced
// its body, with the dialog that was open.
export const mount = () => {
  if (!document.body || host.parentNode === document.body) return;
  const dialog = root.querySelector('[data-consent-view][open]');
  document.body.prepend(host);
  if (dialog) {
    // Not by `close`, which would tell that the visitor left it.
    dialog.open = false;
    dialog.showModal();
  }
};

const whole = (tag) => tag.toLowerCase().replace(/_/g, '-');
const first = (tag) => whole(tag).split('-')[0];

// The language to ask in: the first of `tags` that the site speaks. Python's `choose` knows more spellings.
export const choose = (tags) => {
  for (const tag of tags) {
    for (const part of [whole, first]) {
      const found = tag && languages.find((each) => part(each) === part(tag));
      if (found) return found;
    }
  }
  return languages[0];
};

export const speak = (language) => {
  host.lang = language;
  host.dir = rightToLeft.includes(language) ? 'rtl' : 'ltr';
};

// What is shown, topmost last. Whatever else lies in the root is not ours.
export const views = () => [...root.querySelectorAll('[data-consent-view]')];

// Shows `html` in place of what was shown, or beside it where `beside` is true; "" shows nothing.
export const show = (html, base, beside) => {
  if (!sheet.cssRules.length) sheet.replaceSync(styles);
  if (!beside) views().forEach((view) => view.remove());
  root.append(build(html, base));
  return views().pop();
};

export const ask = (base) => show(prompts[host.lang], base);

// Tells what the tag did itself, in words that the build rendered: 0 that the answer is recorded, 1 that it could not be.
export const tell = (which, base) => {
  const words = notices[host.lang];
  const shown = `<section data-consent-view="confirmation" role="alert" tabindex="-1"><p>${words[which]}</p>`;
  show(`${shown}<div class="actions"><button data-consent-action="close">${words[2]}</button></div></section>`, base).focus();
};
