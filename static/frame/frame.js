// What the hidden frame loads: PyScript, cut down to MicroPython on the main thread by consent/build/runtime.py.
import './boot.js';

export { config, hooks, whenDefined } from '@pyscript/core';
