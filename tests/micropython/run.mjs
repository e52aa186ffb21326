// Runs a Python file on the MicroPython that visitors get. The folders named on the command line are there as they are
// on this disk, below `/`; what the Python prints goes to standard output.
// Usage: node run.mjs <root> <file.py> <folder>...

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [root, script, ...folders] = process.argv.slice(2);
const runtime = join(root, 'node_modules/@micropython/micropython-webassembly-pyscript/micropython.mjs');
const { loadMicroPython } = await import(pathToFileURL(runtime));
const python = await loadMicroPython({ heapsize: 16 * 1024 * 1024, stdout: (line) => console.log(line) });

const copy = (path) => {
  const source = join(root, path);
  if (statSync(source).isDirectory()) {
    python.FS.mkdirTree(`/${path}`);
    for (const name of readdirSync(source)) if (name !== '__pycache__') copy(`${path}/${name}`);
  } else python.FS.writeFile(`/${path}`, readFileSync(source));
};
python.FS.mkdirTree('/tests');
folders.forEach(copy);
python.runPython(`import sys\nsys.path.insert(0, '/')\n${readFileSync(join(root, script), 'utf8')}`);
