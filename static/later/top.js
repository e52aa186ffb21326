// Keeps the banner where it is seen and can be used, whatever the page opens over it.

const HIDDEN = ['inert', 'hidden', 'aria-hidden'];

/** @type {(host: HTMLElement) => void} */ export const keepOnTop = (host) => {
  const place = () => {
    if (!host.isConnected) return;
    const { body, documentElement } = document;
    // All but a modal dialog of the page is inert.
    const modal = [...document.querySelectorAll('dialog[open]')].filter((each) => each.matches(':modal')).pop();
    const { display, contentVisibility } = getComputedStyle(body);
    const dead = display === 'none' || contentVisibility === 'hidden' || body.closest('[inert],[aria-hidden=true]');
    const parent = modal ?? (dead ? documentElement : body);
    for (const name of HIDDEN) host.removeAttribute(name);
    if (host.parentNode !== parent) parent.append(host);
    // What comes last into the top layer lies over the rest.
    if (host.matches(':popover-open')) host.hidePopover();
    host.showPopover();
  };
  const look = () => { try { place(); } catch { /* a browser without a top layer, or a page that changes meanwhile */ } };
  document.addEventListener('toggle', (event) => {
    if (event.target !== host && /** @type {ToggleEvent} */ (event).newState === 'open') look();
  }, true);
  document.addEventListener('fullscreenchange', look);
  const watch = new MutationObserver(look);
  watch.observe(document, { subtree: true, attributeFilter: ['open', ...HIDDEN] });
  for (const each of [document.documentElement, document.body]) watch.observe(each, { attributeFilter: ['class', 'style'] });
  look();
};
