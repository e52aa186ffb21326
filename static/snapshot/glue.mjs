// Writes the script of MicroPython: what its binary asks for and its script API, of npm's, behind our own in place of what
// Emscripten adds. Usage: node glue.mjs <npm's micropython.mjs> <micropython.wasm> <our script> <out>

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'package.json'));
const { parse } = require('acorn');
const { analyze } = require('eslint-scope');

const [from, binary, runtime, out] = process.argv.slice(2);
const source = readFileSync(from, 'utf8'), own = readFileSync(runtime, 'utf8');
const rules = { ecmaVersion: 2022, sourceType: 'module', ranges: true, allowReserved: true };
const stop = (message) => { throw new Error(`${from}: ${message}`); };
const text = ({ start, end }) => source.slice(start, end);

// What our script answers itself.
const ANSWERED = /^(invoke_\w+|__syscall_\w+|fd_\w+|_abort_js|emscripten_resize_heap|_emscripten_throw_longjmp|mp_js_(ticks_ms|time_ms|random_u32))$/;
// What Emscripten makes, and what runs under Node alone.
const emscripten = '_createMicroPythonModule', alone = 'globalThis.loadMicroPython=loadMicroPython,';

const { body } = parse(source, rules);
const module = body.find(({ type, id }) => type === 'FunctionDeclaration' && id.name === emscripten)
  ?? stop(`it has no ${emscripten} any more`);
const imports = module.body.body.flatMap(({ declarations = [] }) => declarations).find(({ id }) => id.name === 'wasmImports')?.init.properties
  ?? stop('it says no longer in wasmImports what the binary asks for');
const wanted = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(binary))).map(({ name }) => name);
const bridge = wanted.filter((name) => !ANSWERED.test(name)).map((name) => text(
  imports.find(({ key }) => (key.name ?? key.value) === name) ?? stop(`it has no ${name}, for which the binary asks`),
));

const kept = body.filter((node) => {
  if (node === module || node.type === 'ExportDefaultDeclaration') return false;
  if (node.type === 'IfStatement') return !text(node.test).startsWith(alone);
  return true;
});
if (kept.length !== body.length - 3) stop('it is laid out otherwise: see what else it does when it is loaded');
const written = [own, `const bridge={${bridge.join(',')}};`, ...kept.map(text)].join('\n');

const unknown = analyze(parse(written, rules), rules).globalScope.through.map(({ identifier }) => identifier.name);
const globals = new Set([...written.matchAll(/globalThis\.(\w+)=/g)].map(([, name]) => name));
const missing = [...new Set(unknown)].filter((name) => !globals.has(name) && !(name in globalThis));
if (missing.length) stop(`it uses what our script does not have: ${missing.join(', ')}`);
writeFileSync(out, written);
