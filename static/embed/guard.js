// Browser calls that may throw. MicroPython cannot catch a JavaScript exception, and a page must never see one of ours.

// Seconds without a sign of life from what was asked for.
export const PATIENCE = 20;

/** @type {<T>(action: () => T) => T | null} */ export const attempt = (action) => {
  try {
    return action();
  } catch {
    return null;
  }
};

// As js-cookie does: quotes around a value go, a `%` that starts no pair of hex digits stays. Null where it is not UTF-8.
export const decode = (/** @type {string} */ text) =>
  attempt(() => (text.startsWith('"') ? text.slice(1, -1) : text).replace(/(%[\da-f]{2})+/gi, decodeURIComponent));
