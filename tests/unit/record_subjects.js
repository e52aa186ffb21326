// What the tag makes of copies of the record, on node: reads [[texts, minute], ...] as JSON, prints for each which binds.

import { readFileSync } from 'node:fs';
import { binding } from '../../static/embed/record.js';

const found = JSON.parse(readFileSync(0, 'utf8')).map(([texts, minute]) => {
  Date.now = () => minute * 60000;
  return binding(texts)?.text ?? null;
});
console.log(JSON.stringify(found));
