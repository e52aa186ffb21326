// Turns to the prompt as soon as there is one, so that Python starts at once instead of when the page is idle.
document.querySelector('smartee-consent').dispatchEvent(new PointerEvent('pointerover', { bubbles: true, composed: true }));
