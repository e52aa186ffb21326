// What the shared case tables are about in JavaScript: as tests/cases/subjects.py, for what embed.js does without Python.
// Usage: node <this, bundled> <folders of the tables>; prints one line of JSON a table: its name, its count, what failed.

import { existsSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { fingerprint } from 'declaration';
import { verdict } from '../../static/embed/gate.js';
import { decode } from '../../static/embed/guard.js';
import { expirations, parse as pairs, values } from '../../static/embed/jar.js';
import { binding, parse } from '../../static/embed/record.js';

const marked = (raw) => raw.replace('FINGERPRINT', fingerprint);

const SUBJECTS = {
  decode,
  parse: pairs,
  find: ([header, name]) => values(header, name)[0] ?? null,
  expirations: ([name, host, path]) => expirations(name, host, path),
  gate: ({ name, deleting, granted, undeclared }) => verdict(name, deleting, granted, undeclared === 'block'),
  decision_read: ({ raw, now }) => {
    const found = parse(marked(raw), now);
    return found ? [found.granted, found.minutes] : null;
  },
  decision_binding: ({ raws, now }) => {
    Date.now = () => now * 60000;
    const found = binding(raws.map(marked));
    return found ? [found.granted, found.minutes] : null;
  },
};

for (const [table, subject] of Object.entries(SUBJECTS)) {
  const path = process.argv.slice(2).map((folder) => `${folder}/${table}.json`).find(existsSync);
  const cases = JSON.parse(readFileSync(path, 'utf8'));
  const failed = [];
  for (const { says, given, expected } of cases) {
    const outcome = subject(given);
    if (!isDeepStrictEqual(outcome, expected)) failed.push(`${says}: ${JSON.stringify(outcome)}`);
  }
  console.log(JSON.stringify([table, cases.length, failed]));
}
