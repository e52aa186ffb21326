// What the tag fetches only on a page that has something to do for it: a page without that needs no more than the tag.
// static/embed/realm.js imports it.

export { open } from './realm.js';
export { store } from './held.js';
export { answers } from './store.js';
export { keepOnTop } from './top.js';
