/** The choice of a product series. */

import { businessModel, onConsent } from './consent.js';
import { byId } from './nodes.js';
import { hasText, onLanguage, text } from './texts.js';

/** Starts the grid's summary, which also names the business model. */
export function startSeries() {
  const form = byId('series-form', HTMLFormElement);
  const draw = () => {
    const chosen = new FormData(form).get('series');
    const model = `model.${businessModel()}`;
    const key = !chosen ? 'series.none' : hasText(model) ? 'series.with' : 'series.chosen';
    byId('series-summary').textContent = text(key, { series: text(`series.${chosen}`), model: text(model) });
  };
  form.addEventListener('change', draw);
  form.addEventListener('submit', (event) => event.preventDefault());
  onLanguage(draw);
  onConsent(draw);
}
