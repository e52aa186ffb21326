// Python's realm: a hidden blank frame. Nothing of the runtime, its globals, custom elements or patched prototypes reaches the
// page, and nothing of the page's reaches the runtime.

// Puts the frame into `holder` and has it load what is at `base`; `given` is for static/frame/boot.js.
/** @type {Embed.Open} */ export const open = (holder, base, given) => {
  const frame = document.createElement('iframe');
  holder.hidden = true;
  // In a shadow tree it is not among `window.frames`: the window gains no name. Outside of the body it outlives the body.
  holder.attachShadow({ mode: 'closed' }).append(frame);
  document.documentElement.append(holder);
  const { contentDocument, contentWindow } = /** @type {Embed.Frame} */ (frame);
  // Gives the blank document an address, and keeps Firefox from replacing it later.
  contentDocument.open(); contentDocument.close();
  contentWindow.smarteeRealm = given;
  const [fault] = given;
  const url = `${base}pyscript.js`, policy = { createScriptURL: () => url };
  contentDocument.head.append(Object.assign(contentDocument.createElement('script'), {
    type: 'module', onerror: () => fault(`could not load ${url}`),
    src: contentWindow.trustedTypes?.createPolicy('smartee-consent', policy).createScriptURL('') ?? url,
  }));
};
