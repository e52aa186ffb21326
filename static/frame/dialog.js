// A dialog stays modal when the page replaces its body and the tag puts the banner into the new one.
export const keepModal = (/** @type {import('./port.d.ts').Host} */ host) => new MutationObserver((records) => {
  /** @type {HTMLDialogElement | null} */ const dialog = host.shadowRoot.querySelector('[data-consent-view][open]');
  if (!dialog || !records.some(({ addedNodes }) => [...addedNodes].includes(host))) return;
  // Not by `close`, which would tell that the visitor left it.
  dialog.open = false;
  dialog.showModal();
}).observe(host.ownerDocument, { childList: true, subtree: true });
