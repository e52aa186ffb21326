/** Starts the page; a part that fails does not take another one with it. */

import { startAccount } from './account.js';
import { startAddress } from './address.js';
import { consent } from './consent.js';
import { startCookiesList } from './cookies-list.js';
import { startEditor } from './editor.js';
import { startFooter } from './footer.js';
import { startGateDemo } from './gate-demo.js';
import { startNavigation } from './navigation.js';
import { startSeries } from './series.js';
import { startTexts } from './texts.js';
import { startViewer } from './viewer.js';

// The room kept for the consent service's widgets is given up where it is not there.
document.documentElement.classList.toggle('unserved', !consent());

[startTexts, startNavigation, startAccount, startSeries, startViewer, startEditor, startAddress, startCookiesList, startGateDemo, startFooter]
  .forEach((start) => {
    try {
      start();
    } catch (error) {
      console.error(error);
    }
  });
