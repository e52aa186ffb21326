// The prompt moves out of the way of what has the focus: never are less than 9 px of that in sight (WCAG 2.2, 2.4.11).

import { dress } from './dress.js';

/** @type {(host: import('./port.d.ts').Host, target: Element) => unknown} */ const covers = (host, target) => {
  const over = host.shadowRoot.querySelector('section')?.getBoundingClientRect();
  const under = target.getBoundingClientRect();
  return over && !host.shadowRoot.contains(target)
    && over.top - under.top < 9 && under.bottom - over.bottom < 9 && over.left - under.left < 9 && under.right - over.right < 9;
};

const makeWay = (/** @type {import('./port.d.ts').Port} */ { document, host }) => {
  let target = document.activeElement;
  while (target?.shadowRoot?.activeElement) target = target.shadowRoot.activeElement;
  if (!target?.matches(':focus-visible')) return;
  // First the prompt alone moves; then the page moves away from it, up or else down; last, where the page cannot, the words
  // give up their room. Where that does not help either, a further look moves nothing.
  for (let tries = host.hasAttribute('data-short') ? 4 : 0; tries < 6 && covers(host, target); tries += 1) {
    const short = host.toggleAttribute('data-short', tries > 2);
    host.setAttribute('data-aside', '');
    const top = host.toggleAttribute('data-top');
    if (tries && !short) target.scrollIntoView({ behavior: 'instant', block: top ? 'end' : 'start' });
  }
};

const SIGNS = ['pointerdown', 'pointerup', 'pointercancel', 'click', 'focusin', 'focusout', 'keyup', 'scrollend'];
const STYLES = `:host([data-top]){inset-block:0 auto!important}:host([data-short]) .words{height:0;padding-block:0}
@media(max-width:39.99em){:host([data-top]) section{border-radius:0 0 var(--radius) var(--radius)}}`;
// Where the page scrolls smoothly, what has the focus has yet to arrive; within a shadow tree, as in a widget, only the key
// that moves the focus is heard. The words take their room back with the next focus or click, but not between a press upon
// the prompt and its release, which would miss its button.
export const giveWay = (/** @type {import('./port.d.ts').Port} */ port) => {
  const { document, host } = port;
  dress(host.shadowRoot, STYLES);
  let pressed = false;
  // `:active` would not do: Firefox moves the focus first.
  const look = (/** @type {{ type: string, target: EventTarget | null }} */ { type, target }) => {
    pressed = type === 'pointerdown' ? target === host || target === host.shadowRoot : pressed && !/^(pointer|click)/.test(type);
    if (pressed) return;
    if (/focus|click/.test(type)) host.removeAttribute('data-short');
    makeWay(port);
  };
  // What happens in the banner is told to its own root alone (static/later/top.js).
  for (const place of [document, host.shadowRoot]) for (const sign of SIGNS) place.addEventListener(sign, look);
  makeWay(port);
};
