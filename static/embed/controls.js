// Everything that a visitor can press: controls inside the banner, and `[data-consent-action]` anywhere on the page.

import { ANSWER, keepClick } from './click.js';
import { host, show } from './prompt.js';
import { call, python, wake } from './realm.js';

// Does what a control says; a promise. An answer that is given before Python is there is kept, and the prompt goes at once.
export const act = (/** @type {string} */ action, /** @type {HTMLElement | void} */ control) => {
  let click;
  if (!python) {
    if (ANSWER.test(action)) click = keepClick(action);
    if (click || action === 'close') show();
    if (action === 'close') return null;
  }
  control?.setAttribute('aria-busy', 'true');
  const done = call('act', [action, control?.dataset.consentScope], click);
  done.catch(() => {}).then(() => control?.removeAttribute('aria-busy'));
  return done;
};

// Heard before any script of the page hears it; and what is meant for the banner, no script of the page hears.
const SIGNS = 'click focusin keydown keypress keyup mousedown mouseup pointerdown pointerup touchend touchstart';
/** @type {(event: Event) => void} */ const hear = (event) => {
  const path = /** @type {Embed.Control[]} */ (event.composedPath());
  const control = event.type === 'click' && path.find((each) => each.dataset?.consentAction);
  if (control) {
    event.preventDefault();
    act(control.dataset.consentAction, control);
  }
  if (path.includes(/** @type {any} */ (host))) {
    event.stopImmediatePropagation();
    wake();
  }
};
export const listen = () => SIGNS.split(' ').forEach((sign) => addEventListener(sign, hear, true));
// The visitor turns to the banner.
host.addEventListener('pointerover', wake, { once: true });
