// What the project's own wizard writes, with the type that asks: deny or allow.
window.cookieconsent.initialise({
  type: 'opt-in',
  palette: { popup: { background: '#14303a' }, button: { background: '#7fd6df' } },
  content: {
    message: 'With your consent we store cookies that remember your language and business model.',
    allow: 'Accept',
    deny: 'Refuse',
    link: 'Cookie policy',
    href: '/policy',
  },
});
