// The prompt moves out of the way of what has the focus.

// WCAG 2.2, 2.4.11: what has the focus is never behind the prompt with less than 9 px in sight.
const covers = (host, target) => {
  const region = host.shadowRoot.querySelector('section');
  if (!region || host.shadowRoot.contains(target)) return false;
  const over = region.getBoundingClientRect();
  const under = target.getBoundingClientRect();
  return over.top - under.top < 9 && under.bottom - over.bottom < 9 && over.left - under.left < 9 && under.right - over.right < 9;
};

const makeWay = (host) => {
  const { activeElement } = host.ownerDocument;
  const inside = activeElement.shadowRoot;
  const target = (inside && inside.activeElement) || activeElement;
  if (!target.matches(':focus-visible')) return;
  // First the prompt alone moves; where it covers that too, the page moves away from it, up or else down.
  for (let tries = 0; tries < 3 && covers(host, target); tries += 1) {
    const top = host.toggleAttribute('data-top');
    if (tries) target.scrollIntoView({ behavior: 'instant', block: top ? 'end' : 'start' });
  }
};

// Keeps it so from now on. Where the page scrolls smoothly, what has the focus has yet to arrive; and a focus that moves
// within a shadow tree, as in a widget, is not told outside of it, but the key that moved it is.
export const giveWay = (host) => {
  const look = () => makeWay(host);
  for (const sign of ['focusin', 'keyup', 'scrollend']) host.ownerDocument.addEventListener(sign, look);
  look();
};
