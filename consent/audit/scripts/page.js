// What a page has beside its cookies, and what it says of itself.
async () => {
  const quietly = async (ask) => { try { return await ask(); } catch { return []; } };
  const kept = (await Promise.all([
    ['local', () => Object.keys(localStorage)],
    ['session', () => Object.keys(sessionStorage)],
    ['database', async () => (await indexedDB.databases()).map(({ name }) => name)],
    ['cache', () => caches.keys()],
    ['worker', async () => (await navigator.serviceWorker.getRegistrations()).map(({ active, waiting, installing }) =>
      (active ?? waiting ?? installing)?.scriptURL ?? '')],
  ].map(async ([area, ask]) => (await quietly(ask)).map((name) => ({ area, name, origin: location.origin }))))).flat();
  return {
    kept,
    language: document.documentElement.lang,
    hidden: !!document.querySelector('script[data-consent-hide]'),
    links: [...document.querySelectorAll('a[href]:not([download])')].map(({ href }) => href),
  };
}
