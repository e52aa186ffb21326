// Browser calls that may throw. MicroPython cannot catch a JavaScript exception, and a page must never see one of ours.

export const attempt = (action, otherwise = null) => {
  try {
    return action();
  } catch {
    return otherwise;
  }
};

export const decode = (text) => attempt(() => decodeURIComponent(text.replace(/^"(.*)"$/, '$1')));
