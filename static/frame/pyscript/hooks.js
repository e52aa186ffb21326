// PyScript's hooks, of which this build has none but the import of its package before a script runs. Its own module also
// serialises hooks for workers, which takes eval.
import { stdlib } from './stdlib.js';

const before = () => stdlib;

export const hooks = {};
export const main = () => [];
export const worker = () => [];
export const createFunction = () => undefined;
export const codeFor = (branch) => (branch === main ? { codeBeforeRun: before, codeBeforeRunAsync: before } : {});
export const inputFailure = '';
