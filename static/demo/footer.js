/** The present state of the visitor's choice, at the foot of the page. */

import { choice, onConsent } from './consent.js';
import { byId } from './nodes.js';
import { onLanguage, text } from './texts.js';

/** Starts following the state. */
export function startFooter() {
  const draw = () => {
    byId('choice').textContent = text(`state.${choice()}`);
  };
  onConsent(draw);
  onLanguage(draw);
}
