// PyScript's hooks for the main thread. Its own module also serialises hooks for workers, which takes eval.
import { stdlib } from './stdlib.js';

const functions = () => new Set();

export const hooks = {
  main: {
    onReady: functions(),
    onBeforeRun: functions(),
    onBeforeRunAsync: functions(),
    onAfterRun: functions(),
    onAfterRunAsync: functions(),
    codeBeforeRun: functions(),
    codeBeforeRunAsync: functions(),
    codeAfterRun: functions(),
    codeAfterRunAsync: functions(),
  },
};

export const main = (name) => hooks.main[name];
export const worker = () => new Set();
export const createFunction = () => undefined;
export const inputFailure = '';

const code = (branch, key, before) => () => [...before, ...branch(key)].join('\n');

export const codeFor = (branch) => {
  if (branch !== main) return {};
  return {
    codeBeforeRun: code(branch, 'codeBeforeRun', [stdlib]),
    codeBeforeRunAsync: code(branch, 'codeBeforeRunAsync', [stdlib]),
    codeAfterRun: code(branch, 'codeAfterRun', []),
    codeAfterRunAsync: code(branch, 'codeAfterRunAsync', []),
  };
};
