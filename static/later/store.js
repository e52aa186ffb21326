// CookieStore as a page sees it: what is held lies over what the jar has. Each method takes the browser's own, what the page
// asked, what is held and what carries out a write.

/** @type {(...asked: unknown[]) => any} */ const initOf = (first, value) => (first === Object(first) ? first : { name: first, value });
// The text that stores what is asked for; what is empty or NaN in it is not said.
/** @type {(init: any) => string} */ const textOf = ({ name, value = '', path, domain, expires, maxAge, sameSite, partitioned }) =>
  `${name}=${value}; Path=${(path ?? '/').replace(/\/?$/, '/')}; Domain=${domain ?? ''}; SameSite=${sameSite ?? 'strict'}; Secure${
    partitioned ? '; Partitioned' : ''}; Max-Age=${Math.trunc(maxAge ?? ((expires ?? NaN) - Date.now()) / 1000)}`;
/** @type {(held: Embed.Store, asked: unknown) => any[]} */ const heldAs = (held, asked) =>
  held.listAt(location.pathname).filter(({ name }) => asked === undefined || name === `${asked}`);

// The native methods are called for all that is held too, for the errors they throw.
/** @type {Record<string, Embed.Answer>} */ export const answers = {
  get: async (inner, asked, held) => {
    const found = await inner(...asked), [cookie] = heldAs(held, initOf(...asked).name);
    return cookie ? held.itemOf(cookie) : found;
  },
  getAll: async (inner, asked, held) => {
    const found = await inner(...asked), mine = heldAs(held, initOf(...asked).name);
    return [...found.filter((/** @type {{ name: string }} */ { name }) => !mine.some((each) => each.name === name)), ...mine.map(held.itemOf)];
  },
  set: (inner, asked, held, carry) => {
    const init = initOf(...asked);
    return carry(textOf(init), location.pathname, () => inner(...asked),
      () => inner({ ...init, [init.maxAge == null ? 'expires' : 'maxAge']: 0 }));
  },
  delete: (inner, asked, held, carry) =>
    carry(textOf({ ...initOf(...asked), maxAge: 0 }), location.pathname, () => inner(...asked), () => inner(...asked)),
};
