// As the package's README and its annotated config.js show.
var klaroConfig = {
  version: 1,
  elementID: 'klaro',
  storageMethod: 'cookie',
  acceptAll: true,
  lang: 'en',
  translations: {
    zz: { privacyPolicyUrl: '/policy' },
    en: { purposes: { preferences: 'Preferences' } },
  },
  services: [
    { name: 'language', title: 'Language', purposes: ['preferences'], cookies: ['Language'] },
    { name: 'business-model', title: 'Business model', purposes: ['preferences'], cookies: ['business'] },
  ],
};
