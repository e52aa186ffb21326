// Everything that a visitor can press: controls inside the banner, and `[data-consent-action]` anywhere on the page.

import { ANSWER, keepClick } from './click.js';
import { host, show } from './prompt.js';
import { call, python, wake } from './calls.js';

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

// Heard before any script of the page hears it.
/** @type {(event: Event) => void} */ const hear = (event) => {
  const control = /** @type {Embed.Control[]} */ (event.composedPath()).find((each) => each.dataset?.consentAction);
  if (!control) return;
  event.preventDefault();
  act(control.dataset.consentAction, control);
};
export const listen = () => addEventListener('click', hear, true);
// The visitor turns to the banner.
for (const sign of ['pointerover', 'focusin']) host.addEventListener(sign, wake, { once: true });
