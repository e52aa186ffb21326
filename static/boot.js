// What comes with Python: the frame it runs in, and the part of its port that nobody needs before.

import { attempt } from './guard.js';
import { startRealm } from './realm.js';
import { giveWay } from './way.js';

// What can hold a shadow root.
const HOLDERS = /^(article|aside|blockquote|div|footer|h[1-6]|header|main|nav|p|section|span)$/;

/**
 * Starts Python.
 *
 * @param {object} embed what embed.js hands over: `base` (the folder of the runtime), `wasm` and `pack` (promises of
 *   their responses), `port`, `build` (markup to elements) and `switched` (the storage key of a switch)
 * @returns {Promise<void>} as `startRealm`
 */
export const boot = ({ base, build, pack, port, switched, wasm }) => {
  const panels = new CSSStyleSheet();
  const { shadowRoot } = port.host;
  const policy = attempt(() => window.trustedTypes.createPolicy('smartee-consent', { createScriptURL: (url) => url }));
  giveWay(port.host);
  return startRealm({
    base,
    pack,
    policy,
    wasm,
    port: Object.assign(port, {
      // The styles of everything but the prompt.
      addStyles: (text) => {
        panels.replaceSync(text);
        shadowRoot.adoptedStyleSheets = [...shadowRoot.adoptedStyleSheets, panels];
      },
      // Fills a placeholder of the page, out of reach of the page's styles. Returns the root that holds what is new, or
      // null where nothing is.
      dress: (place, html) => {
        let holder = place;
        if (!HOLDERS.test(place.localName)) {
          holder = place.firstElementChild || place.appendChild(document.createElement('div'));
        }
        const root = holder.shadowRoot || holder.attachShadow({ mode: 'open' });
        if (dressed.get(root) === html) return null;
        dressed.set(root, html);
        root.adoptedStyleSheets = [panels];
        root.replaceChildren(build(html, port.base));
        return root;
      },
      depart: (url, byItself) => {
        if (byItself) attempt(() => sessionStorage.setItem(switched, url));
        if (byItself) location.replace(url);
        else location.assign(url);
      },
      open: (dialog) => attempt(() => dialog.showModal()),
    }),
  });
};

// Root to the markup it shows, so that what did not change keeps its focus and its open parts.
const dressed = new WeakMap();
