// With `control = "corner"` in the declaration: a small control in the corner of every page, for pages that have none of their
// own. It says what was decided, opens the settings and, where there is consent, withdraws it in one step. It starts nothing:
// what is pressed in it the tag hears, as anywhere on the page. What the banner shows lies over it.

/** @type {Record<string, [direction: string, withdraw: string, label: string, Record<string, string>]>} */
// @ts-expect-error: consent/build/control.py defines it.
const words = WORDS;

const STYLES = `
:host { all: initial !important; color-scheme: inherit !important; position: fixed !important; inset: auto 24px 24px !important;
  z-index: 1999999999 !important; width: fit-content !important; max-width: calc(100vw - 48px) !important; margin-inline: 0 auto !important; }
:host([data-end]) { margin-inline: auto 0 !important; }
div { display: flex; flex-flow: wrap; border: 1px solid var(--smartee-consent-line, #8886); border-radius: 24px;
  color: var(--smartee-consent-ink, CanvasText); background: var(--smartee-consent-paper, Canvas);
  font: .875em/1.3 var(--smartee-consent-font, system-ui, sans-serif); box-shadow: 0 1px 2px #0003, 0 4px 16px #0003; }
button { min-height: 46px; padding: 4px 18px; border: 0; border-radius: 24px; color: inherit; background: none; font: inherit; text-align: start; cursor: pointer; }
button:hover { text-decoration: underline; text-underline-offset: .2em; }
button:focus-visible { outline: 3px solid var(--smartee-consent-accent, CanvasText); outline-offset: 2px; }
b { display: block; font-weight: 600; }
@media print { div { display: none; } }`;

const host = document.createElement('smartee-consent-control');
// So that the focus can be given back to it.
const root = host.attachShadow({ mode: 'open', delegatesFocus: true });

/** @type {(action: string, ...children: (Node | string)[]) => HTMLElement} */ const button = (action, ...children) => {
  const made = document.createElement('button');
  made.dataset.consentAction = action;
  made.part.add(`control-${action}`);
  made.append(...children);
  return made;
};
const box = document.createElement('div'), label = document.createElement('b'), now = document.createElement('span');
const settings = button('settings', label, ' ', now), withdraw = button('withdraw');
box.append(settings, withdraw);

// The language that the page is in, one of the same words else, or the fallback.
const spoken = () => {
  const [tags, wanted] = [Object.keys(words), document.documentElement.lang.toLowerCase()];
  const primary = (/** @type {string} */ tag) => tag.toLowerCase().split('-')[0];
  return tags.find((tag) => tag.toLowerCase() === wanted) || tags.find((tag) => primary(tag) === primary(wanted)) || tags[0];
};
const tell = () => {
  const tag = spoken(), { state } = /** @type {any} */ (window).SmarteeConsent;
  const [direction, ofWithdrawal, ofSettings, states] = words[tag];
  [host.lang, host.dir] = [tag, direction];
  label.textContent = ofSettings;
  now.textContent = states[state];
  withdraw.textContent = ofWithdrawal;
  withdraw.hidden = !/^(accepted|partial)$/.test(state);
};
// What has the focus is never hidden by it (WCAG 2.2, 2.4.11).
const makeWay = (/** @type {Event} */ { target }) => {
  const over = host.getBoundingClientRect(), under = /** @type {Element} */ (target).getBoundingClientRect();
  const covered = under.top > over.top - 9 && under.bottom < over.bottom + 9 && under.left > over.left - 9 && under.right < over.right + 9;
  if (target !== host && covered) host.toggleAttribute('data-end');
};

export const start = () => {
  if (window !== top || !(/** @type {any} */ (window).SmarteeConsent)) return;
  const style = document.createElement('style');
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
    root.adoptedStyleSheets = [sheet];
  } catch {
    style.textContent = STYLES;
    root.append(style);
  }
  root.append(box);
  tell();
  document.body.append(host);
  for (const name of ['ready', 'decision', 'change', 'language']) document.addEventListener(`smartee-consent:${name}`, tell);
  new MutationObserver(tell).observe(document.documentElement, { attributeFilter: ['lang'] });
  document.addEventListener('focusin', makeWay);
};

if (document.readyState === 'loading') addEventListener('DOMContentLoaded', start);
else start();
