// As the React quickstart in the package shows, in the mode for static sites; React because c15t's own prompt is React.
import { createRoot } from 'react-dom/client';
import { ConsentBanner, ConsentDialog, ConsentManagerProvider } from '@c15t/react';

createRoot(document.getElementById('consent')).render(
  <ConsentManagerProvider
    options={{ mode: 'offline', consentCategories: ['necessary', 'functionality'], overrides: { country: 'DE' } }}
  >
    <ConsentBanner />
    <ConsentDialog />
  </ConsentManagerProvider>,
);
