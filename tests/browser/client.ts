/// <reference path="../../static/smartee-consent.d.ts" />
// A page written against the script API, as its types promise it. It writes down all that it learns, in order.

const learned: unknown[] = [];
(globalThis as any).client = { learned, finished: false };

for (const name of ['ready', 'decision', 'change', 'language', 'business-model', 'error'] as const) {
  document.addEventListener(`smartee-consent:${name}`, (event) => learned.push([name, event.detail]));
}

const consent = window.SmarteeConsent;
const first: [typeof consent.state, boolean] = [consent.state, consent.allows('language')];
learned.push(['first', first]);

const run = async (): Promise<void> => {
  // Nothing waits for `ready`: calls are kept until Python is there.
  await consent.refuse();
  learned.push(['refused', consent.state, consent.allows('language'), consent.allows('token'), consent.allows('nonsense')]);
  await consent.language.set('zh_CN');
  learned.push(['language', consent.language.get()]);
  await consent.accept();
  learned.push(['accepted', consent.state, consent.allows('language')]);
  const models = await consent.businessModel.list();
  learned.push(['models', models.map(({ key, logo }) => `${key}:${logo}`)]);
  await consent.businessModel.set(models[0].key);
  learned.push(['model', consent.businessModel.get()]);
  const unknown = await consent.businessModel.set('nonsense').catch((error: Error) => error.message);
  learned.push(['unknown', unknown]);
  await consent.session.start({ account: { name: 'Chen' }, token: 'secret-token', uid: 7, partner: 'lumina' });
  learned.push(['session', consent.session.current]);
  await consent.session.end();
  learned.push(['signed out', consent.session.current]);
  const provinces = await consent.regions.children();
  const cities = await consent.regions.children(provinces[0].code);
  learned.push(['regions', provinces.length, cities.map(({ name }) => name)]);
  await consent.settings();
  await consent.withdraw();
  learned.push(['withdrawn', consent.state, consent.businessModel.get()]);
  await consent.ready;
};

run().finally(() => { (globalThis as any).client.finished = true; });
