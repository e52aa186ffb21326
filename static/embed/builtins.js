// While the tag runs, the built-ins are those of when it started: what a script of the page has put in their place since is
// taken away for the moment. So a page that breaks them, or has its own ideas of them, neither opens the gate nor loses an
// answer. All that the browser or the page calls in the tag is made by `intact`.

const { apply, defineProperty, deleteProperty, getOwnPropertyDescriptor, ownKeys } = Reflect;
/** @type {(owner: any, key: PropertyKey) => { owner: any, key: PropertyKey, its?: PropertyDescriptor }} */
const member = (owner, key) => ({ owner, key, its: getOwnPropertyDescriptor(owner, key) });

// Not among them are those that libraries replace to see what a page does: addEventListener, promises, timers. Old libraries
// add `toJSON`.
const kept = 'Array Date Document DocumentFragment Element Event Function JSON Map Math Object RegExp Set String Symbol WeakSet'
  .split(' ').flatMap((type) => {
    const it = /** @type {any} */ (window)[type];
    return [it, it.prototype || {}].flatMap((owner) => [...ownKeys(owner), 'toJSON'].map((key) => member(owner, key)))
      .concat(member(window, type));
  }).concat(member(Reflect.getPrototypeOf([].keys()), 'next'))
  .filter(({ key, its }) => key !== 'constructor' && !its?.get);

// Exchanges what is there and what is kept, wherever they differ; whether they do. By nothing that the page can replace.
const exchange = () => {
  let differ = false;
  for (let at = kept.length; at--;) {
    const { owner, key, its } = kept[at];
    if (owner[key] !== its?.value) {
      differ = true;
      kept[at] = member(owner, key);
      if (its) defineProperty(owner, key, its);
      else deleteProperty(owner, key);
    }
  }
  return differ;
};
/** @type {<F extends (...given: any[]) => any>(action: F) => F} */ export const intact = (action) => /** @type {any} */ (
  /** @this {unknown} */ function () {
    const differ = exchange();
    try {
      return apply(action, this, arguments);
    } finally {
      if (differ) exchange();
    }
  });
