// What may lie in sessionStorage, for a moment: an answer given before Python was there, and the address that a page is
// on its way to because it switches the language by itself.
export const PENDING = 'smartee-consent';
export const SWITCHED = 'smartee-consent.switched';
