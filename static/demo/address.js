/** The delivery address, kept in the page's memory alone. */

import { byId } from './nodes.js';
import { onLanguage, text } from './texts.js';

/**
 * The names of the regions chosen below `root`, whether the chooser draws itself in the page or in shadow roots.
 * @param {ParentNode} root
 * @returns {string[]}
 */
function chosenRegions(root) {
  const inside = [...root.querySelectorAll('*')].flatMap((each) => (each.shadowRoot ? chosenRegions(each.shadowRoot) : []));
  const here = [...root.querySelectorAll('select')].filter((select) => select.value)
    .map((select) => select.selectedOptions[0]?.textContent?.trim() ?? '');
  return [...here, ...inside];
}

/** Starts the form. */
export function startAddress() {
  const form = byId('address-form', HTMLFormElement);
  let saved = '';
  const draw = () => {
    byId('address-saved').textContent = saved ? text('address.saved', { address: saved }) : '';
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const given = new FormData(form);
    const [name, street] = ['name', 'street'].map((each) => String(given.get(each)).trim());
    saved = [name, street, ...chosenRegions(byId('address-region')).reverse()].join(', ');
    draw();
  });
  onLanguage(draw);
}
