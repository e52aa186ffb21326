// Gives `root` the styles `text`, over those that it has: by a sheet of the page's own kind, since a document takes no other
// and every policy lets it pass; where a browser makes none, by an element.

import { attempt } from '../embed/guard.js';

/** @type {(root: ShadowRoot, text: string) => unknown} */ export const dress = (root, text) => {
  const { defaultView } = /** @type {import('./port.d.ts').Host['ownerDocument']} */ (root.ownerDocument);
  return attempt(() => {
    const sheet = new defaultView.CSSStyleSheet();
    sheet.replaceSync(text);
    // Not `push`: of a frozen list, as Chrome 98 has it.
    return root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }) || root.append(Object.assign(root.ownerDocument.createElement('style'), { textContent: text }));
};
