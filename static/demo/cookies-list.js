/** The live list of the cookies on this device. */

import { deviceCookies, watchJar } from './jar.js';
import { byId, element } from './nodes.js';
import { onLanguage, text } from './texts.js';

const LONGEST = 44;
const TOKEN = 'smartee_online4_global_token';
/** @type {Record<string, string>} */
const KINDS = {
  Language: 'preferences',
  smartee_online4_global_selected_key: 'preferences',
  smartee_online4_global_account: 'authentication',
  smartee_online4_global_token: 'authentication',
  smartee_online4_global_uid: 'authentication',
  smartee_online4_global_city: 'technical',
  smartee_online4_global_bussiness_type_list: 'technical',
  special_logo_doctor: 'technical',
  smartee_online4_global_consent: 'technical',
  smartee_online4_global_visit: 'technical',
};

/** @param {{ name: string, value: string }} cookie */
function shown({ name, value }) {
  if (name === TOKEN) return `•••••• (${text('cookies.masked')})`;
  return value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
}

/** @param {{ name: string, value: string }} cookie */
function row(cookie) {
  const kind = KINDS[cookie.name] || 'other';
  return element('tr', {},
    element('th', { scope: 'row' }, element('code', {}, cookie.name || '–')),
    element('td', {}, element('span', { class: `badge badge-${kind}` }, text(`cookies.${kind}`))),
    element('td', {}, element('code', {}, shown(cookie))));
}

/** Starts the list. */
export function startCookiesList() {
  const body = byId('cookies-rows');
  const message = element('td', { colspan: 3 });
  const none = element('tr', { class: 'empty' }, message);
  const draw = () => {
    const cookies = deviceCookies().sort((left, right) => (left.name < right.name ? -1 : 1));
    message.textContent = text('cookies.none');
    body.replaceChildren(...(cookies.length ? cookies.map(row) : [none]));
  };
  watchJar(draw);
  onLanguage(draw);
}
