// Runs the case tables of gate_subjects.js. Usage: node <this> <folder of the bundled files> <folders of the tables>; the
// first has subjects.js, stub.js and declarations.json: the members of each declaration that the cases are for,
// as JavaScript. Prints one line of JSON a table: its name, its count, what failed.

import { existsSync, readFileSync } from 'node:fs';
import { createContext, Script } from 'node:vm';

const [bundled, ...folders] = process.argv.slice(2);
const script = (name) => new Script(readFileSync(`${bundled}/${name}`, 'utf8'), { filename: name });
const [stub, subjects] = ['stub.js', 'subjects.js'].map(script);
const declarations = JSON.parse(readFileSync(`${bundled}/declarations.json`, 'utf8'));

// The subjects in a realm of their own, as the given case asks: under which declaration, at which address, and whether on https.
const realm = (table = '', given = null) => {
  const context = createContext({ TextEncoder, URL, console, secure: given?.secure, ...given?.window });
  context.run = (text) => new Script(text).runInContext(context);
  const key = table.startsWith('locale') ? given?.[1] : given?.site ?? given?.ask;
  new Script(`globalThis.declared = {${declarations[key] ?? declarations['every-visit']}}`).runInContext(context);
  stub.runInContext(context);
  subjects.runInContext(context);
  return context.SUBJECTS;
};

for (const table of Object.keys(realm())) {
  const path = folders.map((folder) => `${folder}/${table}.json`).find(existsSync);
  const cases = JSON.parse(readFileSync(path, 'utf8'));
  const failed = [];
  for (const { says, given, expected } of cases) {
    const outcome = JSON.stringify(await realm(table, given)[table](given) ?? null);
    if (outcome !== JSON.stringify(expected)) failed.push(`${says}: ${outcome}`);
  }
  console.log(JSON.stringify([table, cases.length, failed]));
}
