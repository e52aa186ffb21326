/** Signing in and out, and the doctor's cases. */

import { consent, onConsent, signedIn } from './consent.js';
import { signInToken } from './jar.js';
import { byId, element } from './nodes.js';
import { hasText, onLanguage, text } from './texts.js';

/** @typedef {{ number: string, patient: string, age: number, series: string, state: string, aligner: number, aligners: number }} Case */

/**
 * @param {string} path
 * @param {object} body
 * @param {string} [token]
 */
function send(path, body, token = '') {
  /** @type {Record<string, string>} */
  const headers = { 'Content-Type': 'application/json' };
  if (token) headers.Authorization = `Bearer ${token}`;
  return fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** @param {string} raw */
function value(raw) {
  const key = `cases.value.${raw}`;
  return hasText(key) ? text(key) : raw;
}

/** @param {Case} one */
function caseRow({ number, patient, age, series, state, aligner, aligners }) {
  const worn = text('cases.of', { aligner, aligners });
  const progress = aligners
    ? [element('progress', { max: aligners, value: aligner, 'aria-label': worn }), element('span', {}, worn)]
    : ['–'];
  return element('tr', {},
    element('th', { scope: 'row' }, number),
    element('td', {}, `${patient}, ${age}`),
    element('td', {}, value(series)),
    element('td', {}, element('span', { class: 'badge' }, value(state))),
    element('td', { class: 'progress' }, ...progress));
}

/** Starts the form, the sign-out and the table. */
export function startAccount() {
  const form = byId('sign-in', HTMLFormElement);
  const welcome = byId('signed-in');
  const name = byId('account-name', HTMLInputElement);
  const password = byId('account-password', HTMLInputElement);
  const submit = /** @type {HTMLButtonElement} */ (form.querySelector('[type=submit]'));
  let message = () => '';
  /** @type {Case[]} */
  let cases = [];
  let casesSay = 'cases.ask';
  let shownAccount = '';
  let asked = 0;

  function draw() {
    const account = signedIn();
    form.hidden = Boolean(account);
    welcome.hidden = !account;
    byId('account-now').textContent = account;
    byId('header-account').textContent = account || text('account.submit');
    byId('account-message').textContent = message();
    byId('cases-message').textContent = casesSay ? text(casesSay) : '';
    byId('cases-empty').hidden = cases.length > 0;
    byId('cases-table').hidden = !cases.length;
    byId('cases-rows').replaceChildren(...cases.map(caseRow));
  }

  /**
   * @param {string} key
   * @param {Record<string, string | number>} [values]
   */
  function say(key, values) {
    message = () => (key ? text(key, values) : '');
    draw();
  }

  async function loadCases() {
    asked += 1;
    const mine = asked;
    const token = signInToken();
    let found = [];
    let says = '';
    try {
      const answer = await fetch('api/cases', { headers: token ? { Authorization: `Bearer ${token}` } : {} });
      if (answer.ok) found = await answer.json();
      else says = answer.status === 401 ? 'cases.ended' : 'account.unreachable';
    } catch {
      says = 'account.unreachable';
    }
    if (mine !== asked) return;
    cases = found;
    casesSay = says;
    draw();
  }

  // Also when another tab has signed in or out.
  function follow() {
    const account = signedIn();
    if (account === shownAccount) return;
    shownAccount = account;
    asked += 1;
    cases = [];
    casesSay = account ? 'account.busy' : 'cases.ask';
    draw();
    if (account) loadCases();
  }

  async function signIn() {
    const answer = await send('api/sign-in', Object.fromEntries(new FormData(form)));
    if (answer.status === 429) return say('account.wait', { seconds: answer.headers.get('Retry-After') || 60 });
    if (answer.status === 401) return say('account.wrong');
    if (!answer.ok) return say('account.unreachable');
    const service = consent();
    if (!service) return say('account.unkept');
    const { account, token, uid, partner } = await answer.json();
    await service.session.start({ account, token, uid, partner }).catch(() => {});
    if (!signedIn()) return say('account.unkept');
    form.reset();
    say('');
    follow();
    return byId('signed-in-title').focus();
  }

  async function signOut() {
    try {
      await send('api/sign-out', {}, signInToken());
    } catch {
      // The device forgets the sign-in even when the server cannot be told.
    }
    await consent()?.session.end();
    say('account.left');
    follow();
    name.focus();
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {() => Promise<void>} action
   */
  async function busy(button, action) {
    button.disabled = true;
    say('account.busy');
    try {
      await action();
    } catch {
      say('account.unreachable');
    } finally {
      button.disabled = false;
    }
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    busy(submit, signIn);
  });
  const leave = byId('sign-out', HTMLButtonElement);
  leave.addEventListener('click', () => busy(leave, signOut));
  /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-account]')).forEach((button) => {
    button.addEventListener('click', () => {
      name.value = button.dataset.account ?? '';
      password.value = byId('demo-password').textContent ?? '';
      submit.focus();
    });
  });
  onLanguage(draw);
  onConsent(follow);
  window.setInterval(follow, 1000);
}
