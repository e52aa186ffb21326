// The one object between the tag and Python, which finds it as `pyscript.js_modules.port`; port.d.ts types it for
// JavaScript, consent/browser/port.pyi for Python. MicroPython cannot catch what JavaScript throws, so nothing here throws; and
// what crosses is text, since integers would be cut to 32 bits and objects would come as proxies.

import { attempt } from '../embed/guard.js';
import { common } from '../embed/jar.js';

// `tag` is what static/embed/realm.js hands over; `started()` and `failed(message)` settle the start.
export const makePort = (tag, started, failed) => {
  const { folder, host, page } = tag;
  // The styles of everything but the prompt. Of the page's own kind: a document takes no other.
  const panels = new page.CSSStyleSheet();
  // Root to the markup in it, so that what did not change keeps its focus and its open parts.
  const drawn = new WeakMap();
  return {
    ...tag,
    started,
    failed,
    release: (name) => common.memory.delete(name),
    views: () => host.shadowRoot.querySelectorAll('[data-consent-view]'),
    // A member of `target`, or what its method gives; null where the browser or the page's policy makes that throw.
    member: (target, name) => attempt(() => target[name]),
    invoke: (target, name, ...args) => attempt(() => target[name](...args)),
    // The names of what stayed, joined by spaces; null where no record is kept.
    enact: (text) => tag.enact(text)?.join(' ') ?? null,
    show: (html, beside) => tag.show(html, folder, beside),
    addStyles: (text) => {
      panels.replaceSync(text);
      host.shadowRoot.adoptedStyleSheets.push(panels);
    },
    // Fills a shadow root on the page; whether there is anything new in it.
    fill: (root, html) => {
      if (drawn.get(root) === html) return false;
      drawn.set(root, html);
      root.adoptedStyleSheets = [panels];
      root.replaceChildren(tag.build(html, folder));
      return true;
    },
    emit: (name, json) => tag.emit(name, JSON.parse(json)),
    warn: (message) => tag.emit('error', { message }),
    // From now on `handler(name, arguments, resolve, reject)` hears every call, those that wait first.
    receive: (handler) => tag.take(({ name, args, resolve, reject }) => {
      const json = attempt(() => JSON.stringify(args));
      const answer = (text) => resolve(text ? JSON.parse(text) : undefined);
      if (json) handler(name, json, answer, (message) => reject(new Error(message)));
      else reject(new Error(`${name}: what was given cannot be written as JSON`));
    }),
  };
};
