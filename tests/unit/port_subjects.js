// Runs the port against a page in which everything that it works with throws; prints what each member did.
import { makePort } from '../../static/frame/port.js';

const broken = (name) => () => { throw new Error(`${name} is broken`); };
const trap = (name) => new Proxy({}, { get: broken(name) });
const told = [];
let deliver;
const [host, folder] = [trap('host'), 'https://a.example/'];
const port = makePort(
  (message) => told.push(message), (take) => { deliver = take; }, broken('words'), broken('bring'), trap('document'), host,
  (name, detail) => { told.push(detail.message); }, folder, false, 'en', 'en', false,
  ...['declared', 'read', 'write', 'expire', 'pageHeader', 'pageWrite', 'enact', 'follow', 'build', 'show'].map(broken),
);
const outcomes = {};
const given = { show: '[["p",[]]]', fill: [trap('root'), '[]'], emit: ['x', '{'], member: [trap('it'), 'x'], invoke: [trap('it'), 'x'] };
for (const [name, member] of Object.entries(port)) {
  if (typeof member !== 'function' || name === 'receive') continue;
  told.length = 0;
  let threw = null, gave;
  try {
    gave = member(...[given[name] ?? ['x', 'y']].flat());
  } catch (error) {
    threw = error.message;
  }
  outcomes[name] = { threw, gave: gave ?? null, told: [...told] };
}

// Python that throws through: one call, and the next one.
told.length = 0;
const settled = [];
port.receive((name, args, resolve) => { if (name === 'bad') throw new Error('Traceback (most recent call last):\n  File\nKeyError: x'); resolve('1'); });
for (const name of ['bad', 'good']) deliver(name, [], (answer, message) => settled.push([name, answer ?? null, message ?? null]));
deliver('long', ['x'.repeat(70000)], (answer, message) => settled.push(['long', answer ?? null, message ?? null]));
const list = ['x'];
list.toJSON = () => 'spoilt';
let heard = '';
port.receive((name, args, resolve) => { heard = args; resolve(''); });
deliver('spoilt', list, () => {});
console.log(JSON.stringify({ outcomes, settled, told, heard }));
