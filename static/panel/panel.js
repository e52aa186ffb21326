// With `data-consent-debug` on the tag: what the product knows of this page, for whoever builds it. It changes nothing.

import { attempt } from '../embed/guard.js';
import { page } from '../embed/page.js';

// Of these no value is shown.
const SECRET = ['account', 'token', 'uid'];
const EVENTS = ['ready', 'decision', 'change', 'language', 'business-model', 'undeclared', 'error'];
const STYLES = `
:host { all: initial !important; position: fixed !important; inset: 8px 8px auto auto !important; max-width: min(46em, 100vw - 16px); }
details { max-height: 90vh; overflow: auto; padding: 8px 12px; border: 1px solid #888; color: #111; background: #fffd; font: 12px/1.5 ui-monospace, monospace; }
summary { cursor: pointer; font-weight: 600; }
table { border-collapse: collapse; margin-top: 6px; }
th, td { padding: 1px 8px 1px 0; text-align: start; vertical-align: top; overflow-wrap: anywhere; }
th { font-weight: 600; white-space: nowrap; }`;

/** @type {(name: string, ...children: (Node | string)[]) => HTMLElement} */ const element = (name, ...children) => {
  const made = page.createElement(name);
  made.append(...children);
  return made;
};
const row = (/** @type {string[]} */ [head, ...cells]) => element('tr', element('th', head), ...cells.map((cell) => element('td', cell)));
/** @type {(rows: string[][]) => HTMLElement} */ const table = (rows) => element('table', ...rows.map(row));

/** @type {Embed.Panel} */ export const open = (names, decode, listHeld) => {
  const ids = new Map(Object.entries(names).map(([id, name]) => [name, id])), host = page.createElement('smartee-debug');
  const root = host.attachShadow({ mode: 'open' }), details = page.createElement('details'), body = page.createElement('div');
  /** @type {string[][]} */ const heard = [];
  const idOf = (/** @type {string} */ name) => ids.get(decode(name) ?? name);
  const cookie = (/** @type {string} */ where, /** @type {string} */ pair) => {
    const [name = '', ...rest] = pair.split('='), id = idOf(name);
    const granted = id ? (window.SmarteeConsent.allows(id) ? 'allowed' : 'not allowed') : '';
    return [name, id ?? 'undeclared', where, granted, id && SECRET.includes(id) ? 'not shown' : rest.join('=')];
  };
  const draw = () => {
    const { state, language } = window.SmarteeConsent, held = listHeld(), mine = held.map(({ name }) => name);
    const jar = page.cookie.split('; ').filter((pair) => pair && !mine.includes(pair.split('=')[0]));
    body.replaceChildren(
      table([['state', state], ['language', language.get()]]),
      table([
        ['cookie', 'id', 'where', '', 'value'],
        ...jar.map((pair) => cookie('jar', pair)), ...held.map(({ pair }) => cookie('held', pair)),
      ]),
      table([['event', 'detail'], ...heard]),
    );
  };
  for (const name of EVENTS) {
    page.addEventListener(`smartee-consent:${name}`, (/** @type {any} */ { detail }) => {
      heard.unshift([name, JSON.stringify(detail)]);
      heard.splice(30);
      draw();
    });
  }
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);
  root.adoptedStyleSheets = [sheet];
  details.append(element('summary', 'smartee-consent'), body);
  details.addEventListener('toggle', draw);
  details.open = true;
  root.append(details);
  host.popover = 'manual';
  page.documentElement.append(host);
  attempt(() => host.showPopover());
  attempt(() => cookieStore.addEventListener('change', draw));
  draw();
};
