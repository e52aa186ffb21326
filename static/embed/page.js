// The document by its own members, which an element of such a name hides (`<img name=createElement>`).

/** @type {Document} */ export const page = new Proxy(document, {
  get: (of, key) => {
    const member = Reflect.get(Document.prototype, key, of);
    return typeof member === 'function' ? member.bind(of) : member;
  },
});
