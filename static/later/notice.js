// What is shown in place of Python's confirmation where Python cannot come: whether the answer is recorded.

// In the language that the banner speaks. Where the words do not come either there is nothing more to tell: why Python cannot come
// is told, and the answer counts.
/** @type {(base: string, host: HTMLElement, show: Embed.Show, recorded: boolean) => Promise<unknown>} */
export const notify = (base, { lang }, show, recorded) => {
  // What it was an answer to goes at once.
  show();
  return import(`${base}notices.js`)
    .then(({ default: notices }) => show(notices[lang][recorded ? 0 : 1])?.focus())
    .catch(() => {});
};
