// Keeps the banner where it is seen and can be used, whatever the page does: over what the page opens, and in the page when it
// was taken out; and no script of the page hears what a visitor does in it.

import { page } from '../embed/page.js';
import { whenIdle } from './idle.js';

const HIDDEN = ['inert', 'hidden', 'aria-hidden'];
const SIGNS = 'click focusin keydown keypress keyup mousedown mouseup pointercancel pointerdown pointerup touchend touchstart';
// So often within ten seconds.
const BOUND = 500;

/** @type {(host: HTMLElement & { shadowRoot: ShadowRoot }, emit: (name: string, detail: object) => unknown) => void} */
export const keepOnTop = (host, emit) => {
  const root = host.shadowRoot || host;
  let removals = 0, over = false, due = false, covered = false;
  const place = () => {
    due = false;
    const first = page.documentElement?.firstElementChild;
    if (!first || over || !root.querySelector('[data-consent-view]')) return;
    if (!host.isConnected) {
      removals += 1;
      setTimeout(() => { removals -= 1; }, 9999);
      over = removals > BOUND;
      if (over) emit('error', { message: 'the page keeps removing <smartee-consent>' });
      if (over) return;
    }
    // All but a modal dialog of the page is inert.
    const modal = [...page.querySelectorAll('dialog[open]')].filter((each) => each.matches(':modal')).pop();
    for (const name of HIDDEN) host.removeAttribute(name);
    if (modal && host.parentNode !== modal) modal.append(host);
    else if (!modal && first !== host && host.previousSibling !== first) first.after(host);
    const shown = host.matches(':popover-open'), { activeElement } = /** @type {ShadowRoot} */ (root);
    // What comes last into the top layer lies over the rest; but what is hidden loses the focus.
    if (shown && covered) host.hidePopover();
    if (!shown || covered) host.showPopover();
    if (/** @type {ShadowRoot} */ (root).activeElement !== activeElement) /** @type {HTMLElement} */ (activeElement)?.focus({ preventScroll: true });
    covered = false;
  };
  const look = () => { try { place(); } catch { /* a browser without a top layer, or a page that changes meanwhile */ } };
  // In a task: two who watch each other would never let go of the page.
  const lookSoon = () => {
    if (!due) setTimeout(look);
    due = true;
  };
  const lookOver = () => {
    covered = true;
    look();
  };
  const keep = (/** @type {Event} */ event) => {
    // A browser counts what a script focuses as focused by the keyboard, where nothing had the focus.
    if (event.type === 'pointerdown') host.dataset.pointed = '';
    if (event.type === 'keydown') delete host.dataset.pointed;
    if (!event.composedPath().includes(host)) return;
    event.stopImmediatePropagation();
    // A press upon the question or an outcome leaves the focus where it is on the page, for whoever types there.
    const [target] = /** @type {Element[]} */ (event.composedPath());
    if (event.type === 'mousedown' && target.closest('section button')) event.preventDefault();
    // For static/frame/focus_not_obscured.js.
    host.shadowRoot?.dispatchEvent(new Event(event.type));
  };
  const listen = () => {
    for (const sign of SIGNS.split(' ')) addEventListener(sign, keep, true);
    page.addEventListener('toggle', (event) => {
      if (event.target !== host && /** @type {ToggleEvent} */ (event).newState === 'open') lookOver();
    }, true);
    page.addEventListener('fullscreenchange', lookOver);
  };
  new MutationObserver((records) => {
    if (records.some(({ target, attributeName }) => attributeName === 'open' && target.nodeName === 'DIALOG')) covered = true;
    if (!host.isConnected || records.some(({ type }) => type === 'attributes')) lookSoon();
    // A document that is written anew hears nothing any more.
    if (records.some(({ target }) => target === document)) listen();
  }).observe(document, { subtree: true, childList: true, attributeFilter: ['open', ...HIDDEN] });
  listen();
  look();
  // Whoever takes over a whole document has done so when it has loaded and has nothing to do.
  whenIdle(() => Reflect.deleteProperty(host, 'nodeType'));
};
