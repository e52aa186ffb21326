/** The page's one way to the consent service, which may be absent: then everything here answers as if nothing were kept. */

/**
 * `window.SmarteeConsent`, or null where its script did not load.
 * @returns {Window['SmarteeConsent'] | null}
 */
export function consent() {
  return window.SmarteeConsent || null;
}

/** The state of the visitor's choice, or `absent`. */
export function choice() {
  const service = consent();
  return service ? service.state : 'absent';
}

/** The account that is signed in, or an empty text. */
export function signedIn() {
  const service = consent();
  const current = service && service.session ? service.session.current : null;
  return (current && current.account) || '';
}

/** The key of the chosen business model, or an empty text. */
export function businessModel() {
  const service = consent();
  return (service && service.businessModel && service.businessModel.get()) || '';
}

/**
 * Calls `listener` now and at each of the service's events.
 * @param {() => void} listener
 */
export function onConsent(listener) {
  ['ready', 'decision', 'change', 'language', 'business-model', 'undeclared', 'error'].forEach((name) => {
    document.addEventListener(`smartee-consent:${name}`, listener);
  });
  listener();
}
