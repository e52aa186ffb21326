// PyScript's hooks, of which this build has none: its package is in the memory already. Its own module also serialises hooks
// for workers, which takes eval.
export const hooks = {};
export const main = () => [];
export const worker = () => [];
export const createFunction = () => undefined;
export const codeFor = () => ({});
export const inputFailure = '';
