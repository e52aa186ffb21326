// Python's realm: a hidden blank frame. Nothing of the runtime, its globals, custom elements or patched prototypes reaches the
// page, and nothing of the page's reaches the runtime. It starts with the first call, and is handed every call in order.

import { attempt, PATIENCE } from '../embed/guard.js';
import { page } from '../embed/page.js';
import { notify } from './notice.js';
import { checkLanguage } from './speak.js';
import { keepOnTop } from './top.js';

/** @type {Set<() => void>} */ const calls = new Set();
let broken = '';
/** @type {Parameters<Embed.Serve> extends [any, ...infer Rest] ? Rest : never} */ let tools;
/** @type {NonNullable<Parameters<Embed.Serve>[0]>} */ let early;
// What takes the calls; what holds the frame, from the beginning of a start until that fails; and the frame's window.
/** @type {Call | null} */ let python = null, /** @type {HTMLElement | null} */ realm = null, /** @type {Window | null} */ inside = null;

const deliverAll = () => [...calls].forEach((deliver) => deliver());
// Python is lost, or cannot come.
const fail = (/** @type {string} */ message) => {
  const [turn] = tools;
  broken = message;
  realm?.remove();
  python = realm = inside = null;
  deliverAll();
  turn(false, message);
};

// All that Python needs is asked for at once.
const boot = () => {
  const [turn, , , nonce, base, ...given] = tools, mine = page.createElement('smartee-realm'), frame = page.createElement('iframe');
  realm = mine;
  mine.hidden = true;
  // As static/embed/prompt.js has it for the banner.
  Object.defineProperty(mine, 'nodeType', { value: 8 });
  // In a shadow tree it is not among `window.frames`: the window gains no name. Outside of the body it outlives the body.
  mine.attachShadow({ mode: 'closed' }).append(frame);
  page.documentElement.append(mine);
  const { contentDocument, contentWindow } = /** @type {Embed.Frame} */ (frame);
  // Gives the blank document an address, and keeps Firefox from replacing it later.
  contentDocument.open(); contentDocument.close();
  inside = contentWindow;
  // An earlier attempt has no say in a later one.
  const fault = (/** @type {string} */ message) => { if (mine === realm && !python) fail(message); };
  const take = (/** @type {Call} */ deliver) => {
    if (mine !== realm) return;
    python = deliver;
    deliverAll();
    turn(true);
  };
  const get = (/** @type {string} */ name) => contentWindow.fetch(base + name).catch(() => {});
  // static/frame/boot.js takes them out, in this order: from then on it is the one to tell what fails.
  /** @type {unknown[]} */ const handed = contentWindow.smarteeRealm = [
    fault, take, early.pop() || get('micropython.wasm'), early.pop() || get('consent.rom'), given[0].lang, get(`words/${given[0].lang}.json`), page, ...given,
  ];
  // A later start asks anew.
  early = [];
  const url = `${base}pyscript.js`;
  // A script that does not come, or does not run, tells nobody.
  const silent = () => {
    if (handed[0]) fault(`${url} missing, broken, slow or forbidden`);
    return true;
  };
  contentWindow.onerror = silent;
  contentWindow.setTimeout(silent, PATIENCE * 1000);
  contentDocument.head.append(Object.assign(contentDocument.createElement('script'), {
    type: 'module', nonce, onerror: silent, onload: silent,
    // Where the page names the policies that it allows and asks for none, the address will do.
    src: attempt(() => contentWindow.trustedTypes.createPolicy('smartee-consent', { createScriptURL: () => url }).createScriptURL(''))
      || url,
  }));
};
// The page, or a tool of the visitor's, may take the frame away.
const check = () => { if (inside?.closed) fail('<smartee-realm> removed'); };
// What throws in a start is what the page may not do.
const wake = () => {
  if (realm) return;
  try {
    boot();
  } catch {
    fail('forbidden: sandbox or Trusted Types');
  }
};

/** @type {Embed.Answerer} */ const answer = (name, args, click) => new Promise((resolve, reject) => {
  check();
  if (!name) {
    wake();
    return resolve(null);
  }
  const [, alone, standing] = tools;
  /** @type {Parameters<Call>[2]} */ const settle = (value, message) => {
    calls.delete(deliver);
    if (message) reject(Error(message));
    else resolve(value);
  };
  const deliver = () => {
    const stands = standing(click);
    if (python && (stands || !click)) python(name, stands ? stands.args : args, settle);
    else if (click) {
      const outcome = alone(click), [, , , , base, host, ...rest] = tools;
      // Of an answer that no longer counts there is nothing to tell.
      if (outcome !== undefined) notify(base, host, /** @type {Embed.Show} */ (rest.pop()), !!outcome);
      settle();
    } else settle(null, broken);
  };
  calls.add(deliver);
  if (python || (broken && click)) deliver();
  else wake();
});

// What answers the calls, with the tag's own `given`.
/** @type {Embed.Serve} */ export const serve = (asked, ...given) => {
  if (!tools) {
    tools = given;
    early = asked || [];
    const [, , , , , host, emit, , , wanted] = given;
    checkLanguage(wanted, host);
    attempt(() => keepOnTop(host, emit));
    attempt(() => new MutationObserver(check).observe(document, { childList: true, subtree: true }));
  }
  return answer;
};
