// With `data-consent-debug` on the tag the console tells what the product does, never with a value of a cookie.

const EVENTS = ['ready', 'decision', 'change', 'language', 'business-model', 'undeclared', 'error'];

// What says it; nothing where it is not asked for.
/** @type {(document: Document) => ((...what: unknown[]) => void) | undefined} */ export const debug = (document) => {
  if (!document.querySelector('script[data-consent-debug]')) return undefined;
  const say = (/** @type {unknown[]} */ ...what) => console.info(`smartee-consent ${Math.round(parent.performance.now())} ms:`, ...what);
  for (const name of EVENTS) {
    document.addEventListener(`smartee-consent:${name}`, (event) => say(name, /** @type {CustomEvent} */ (event).detail));
  }
  return say;
};
