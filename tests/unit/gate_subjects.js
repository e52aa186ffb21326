// What the shared case tables are about in JavaScript: as tests/cases/subjects.py, for what embed.js does without Python.
// Each case has a realm of its own, which tests/unit/run_subjects.mjs makes, with browser_stub.js and a declaration in it.

import { fingerprint } from 'declaration';
import { apply, forget, install, pageHeader, pageWrite, verdict } from '../../static/embed/gate.js';
import { decode } from '../../static/embed/guard.js';
import { called, expirations, expire, parse as pairs, values } from '../../static/embed/jar.js';
import { choose, match } from '../../static/embed/locale.js';
import { binding, names, optional, parse, textOf } from '../../static/embed/record.js';
import { keep } from '../../static/embed/stored.js';

// What the tag imports where there is something to do: it comes in a task of its own.
globalThis.require = () => require('../../static/later/later.js');
const tasks = async () => { for (let turn = 0; turn < 9; turn += 1) await null; };
const ofPolicy = (raw) => raw.replaceAll('FINGERPRINT', fingerprint);
const told = (found) => (found ? [found.granted, found.minutes] : null);
const clock = (minutes) => { Date.now = () => minutes * 60000 + 59999; };
// The jar holds these cookies: by id, each with the values of its copies.
const jar = (cookies) => {
  browser.header = Object.entries(cookies)
    .flatMap(([id, copies]) => copies.map((value) => `${names[id]}=${encodeURIComponent(value)}`)).join('; ');
};
// The visitor decided so, or (null) never, and the page began with what else is in the jar.
const decided = (granted, more) => {
  clock(29398452);
  jar({ ...more, decision: granted ? [textOf(granted, 29398452)] : [] });
};
// These look at the jar or the page when they are loaded, so not before a case has filled it.
const build = (tree) => require('../../static/embed/markup.js').build(tree);
const click = () => require('../../static/embed/click.js');
const prompt = () => require('../../static/embed/prompt.js');
const state = () => require('../../static/embed/state.js');
const start = () => require('../../static/embed/embed.js');
const api = () => {
  start();
  return window.SmarteeConsent;
};

// What each of these scripts gives, or the name of its error.
const done = async (scripts) => {
  const seen = [];
  for (const each of scripts) {
    try {
      seen.push(await run(each));
      await tasks();
    } catch ({ name }) {
      seen.push(name);
    }
  }
  return seen;
};

globalThis.SUBJECTS = {
  decode,
  copies: ([header, name]) => called(header, name).map(([, value]) => decode(value)),
  parse: pairs,
  find: ([header, name]) => values(header, name)[0],
  stored: ({ name, value, days }) => {
    keep(name, value, days * 86400);
    const [pair, ...attributes] = browser.written[0].split('; ');
    // RFC 6265bis section 5.6.2: an empty Max-Age is none.
    return [pair, attributes.filter((each) => each !== 'Max-Age=').map((each) => each.replace('=.', '=')).sort()];
  },
  fits: ([name, octets]) => {
    const { store } = require('../../static/later/held.js');
    store.hold(`${name}=${'x'.repeat(octets)}`, '/');
    return store.listAt('/').length === 1;
  },
  // The mark of the visit is put in along with a record.
  second_copy: (marks) => {
    decided([], { visit: marks });
    state().enact(textOf([], 29398452));
    return browser.written.some((text) => text.startsWith(`${names.visit}=; Max-Age=0`));
  },
  expirations: ([name, host, path]) => expirations(name, host, path),
  gate: ({ name, deleting, granted, undeclared }) => verdict(name, deleting, granted, undeclared === 'block'),
  // A page with this jar, whose scripts do this in turn.
  page: async ({ jar: header, stuck = [], granted, first, does }) => {
    Object.assign(browser, { header, stuck, keeps: true });
    Object.assign(globalThis, { reports: [], stirred: 0, signs: 0, apply, expire, forget, optional, pageHeader, pageWrite });
    if (first) run(first);
    install(granted, (report) => reports.push(report), () => { stirred += 1; }, () => { signs += 1; });
    // What waits until the prompt is seen.
    pass();
    await tasks();
    return done(does);
  },
  // A tab that has this record, without Python.
  tab: ({ record, minutes = 29398452, does }) => {
    clock(minutes);
    jar({ decision: record ? [ofPolicy(record)] : [] });
    Object.assign(browser, { keeps: true });
    Object.assign(globalThis, click(), state(), prompt(), require('../../static/embed/calls.js'));
    install(state().decision?.granted, () => {}, () => {}, () => {});
    speak(['en']);
    return done(does.map(ofPolicy));
  },
  prompt: ({ does }) => {
    Object.assign(globalThis, prompt());
    return done(does);
  },
  decision_read: ({ raw, now }) => told(parse(ofPolicy(raw), now)),
  decision_binding: ({ raws, now }) => {
    clock(now);
    return told(binding(raws.map(ofPolicy)));
  },
  // The tag writes under its own fingerprint alone.
  decision_text: ([granted, mark, minutes]) => textOf(granted, minutes).replace(fingerprint, mark),
  // Python is woken at once, to say what has changed.
  some_record: (raw) => {
    jar({ decision: [raw] });
    start();
    return require('../../static/embed/calls.js').asked;
  },
  state: (granted) => {
    decided(granted);
    return state().state();
  },
  allows: ([granted, id]) => {
    decided(granted);
    return api().allows(id);
  },
  prompt_due: ({ granted, marks }) => {
    decided(granted, { visit: marks });
    return !!state().unanswered();
  },
  answer: ([action, minutes]) => {
    clock(minutes);
    const { ANSWER, keepClick } = click();
    return ANSWER.test(action) ? keepClick(action).split(' ')[1] : null;
  },
  stored_business: (value) => {
    decided(['business'], { business: [value] });
    return api().businessModel.get();
  },
  locale_match: ([tag]) => match(tag),
  locale_choose: ([tags]) => choose(tags),
  // Python is to come, although nothing else is to be done on this page.
  language_switched: async ([kept, page]) => {
    decided(['language'], { visit: ['1'], language: [kept] });
    document.documentElement.lang = page;
    start();
    pass();
    // What comes in the second script has come by then.
    for (let turns = 0; turns < 50; turns += 1) await null;
    resting.forEach((action) => action());
    return require('../../static/embed/calls.js').asked;
  },
  tree: (nodes) => nodes.map((node) => `${build(['p', [], node])}`.slice('<p>'.length, -'</p>'.length)).join(''),
};
