// As much of QUnit as js-cookie's tests ask for. It tells what each assertion saw, so that two runs can be compared.
/** @typedef {{ beforeEach?(): void, afterEach?(): void }} Hooks */
/** @typedef {{ name: string, hooks: Hooks, body(assert: object): void }} Test */

{
  /** @type {Test[]} */
  const tests = [];
  let name = '';
  /** @type {Hooks} */
  let hooks = {};

  // What a page sees without the cookies of the banner, by text or by name, in whatever order.
  const without = (/** @type {unknown} */ seen, /** @type {string[]} */ own) => {
    if (typeof seen === 'string') {
      return seen.split('; ').filter((pair) => !own.includes(pair.split('=')[0])).join('; ');
    }
    if (!seen || typeof seen !== 'object' || Array.isArray(seen)) return seen;
    return Object.fromEntries(Object.entries(seen).filter(([key]) => !own.includes(key)).sort());
  };

  const run = async (/** @type {Test} */ test, /** @type {string[]} */ own) => {
    /** @type {[boolean, unknown][]} */
    const seen = [];
    /** @type {Promise<void>[]} */
    const awaited = [];
    let expected = 0;
    const same = (/** @type {unknown} */ actual, /** @type {unknown} */ right) => {
      const told = without(actual, own);
      seen.push([JSON.stringify([told]) === JSON.stringify([without(right, own)]), told ?? `${told}`]);
    };
    const assert = {
      expect: (/** @type {number} */ count) => (expected = count),
      strictEqual: same,
      deepEqual: same,
      ok: (/** @type {unknown} */ actual) => same(!!actual, true),
      notOk: (/** @type {unknown} */ actual) => same(!!actual, false),
      async() {
        /** @type {() => void} */
        let done = () => {};
        awaited.push(new Promise((resolve) => (done = resolve)));
        return done;
      },
    };
    try {
      test.hooks.beforeEach?.();
      test.body(assert);
      await Promise.all(awaited);
      test.hooks.afterEach?.();
    } catch (error) {
      seen.push([false, `${error}`]);
    }
    if (expected) seen.push([seen.length === expected, `${seen.length} assertions`]);
    return [test.name, ...seen];
  };

  const quiet = () => {};
  Object.assign(globalThis, {
    QUnit: {
      done: quiet, testStart: quiet, log: quiet,
      module(/** @type {string} */ title, /** @type {Hooks} */ own) { name = title; hooks = own; },
      test(/** @type {string} */ title, /** @type {Test['body']} */ body) {
        tests.push({ name: `${name}: ${title}`, hooks, body });
      },
      // Runs them one after another, blind for the cookies `own`.
      async run(/** @type {string[]} */ own) {
        const outcomes = [];
        for (const test of tests) outcomes.push(await run(test, own));
        return outcomes;
      },
    },
  });
}
