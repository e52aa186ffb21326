// What the tag makes of languages, on node: reads [lists of tags] as JSON, prints for each what its first one means and
// what is chosen of all.

import { readFileSync } from 'node:fs';
import { choose, match } from '../../static/embed/locale.js';

const lists = JSON.parse(readFileSync(0, 'utf8'));
console.log(JSON.stringify(lists.map((tags) => [match(tags[0]) ?? null, choose(tags)])));
