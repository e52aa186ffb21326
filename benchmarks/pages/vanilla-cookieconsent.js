// As https://cookieconsent.orestbida.com/essential/getting-started.html shows for plain HTML.
import './cookieconsent.umd.js';

CookieConsent.run({
  hideFromBots: false,
  categories: { necessary: { enabled: true, readOnly: true }, preferences: {} },
  language: {
    default: 'en',
    translations: {
      en: {
        consentModal: {
          title: 'May we remember your choices?',
          description: 'With your consent we store cookies that remember your language and business model.',
          acceptAllBtn: 'Accept all',
          acceptNecessaryBtn: 'Reject all',
          showPreferencesBtn: 'Manage preferences',
        },
        preferencesModal: {
          title: 'Cookie preferences',
          acceptAllBtn: 'Accept all',
          acceptNecessaryBtn: 'Reject all',
          savePreferencesBtn: 'Save',
          closeIconLabel: 'Close',
          sections: [
            { title: 'Necessary', description: 'The site does not work without them.', linkedCategory: 'necessary' },
            { title: 'Preferences', description: 'They remember what you chose.', linkedCategory: 'preferences' },
          ],
        },
      },
    },
  },
});
