// The table of interpreters, with one row. PyScript's own falls back to a CDN and imports what the address names; here
// MicroPython is part of the bundle.
import { loadMicroPython } from '@micropython/micropython-webassembly-pyscript/micropython.mjs';
import micropython from './interpreter/micropython.js';

export const registry = new Map([[micropython.type, micropython]]);
export const configs = new Map();
export const selectors = [`script[type="${micropython.type}"]`];
export const prefixes = [`${micropython.type}-`];

export const interpreter = {
  micropython: (config) => configs.set(micropython.type, config) && micropython.engine({ loadMicroPython }, config),
};
