// The floor: a prompt that is only markup and styles, as early as one script in the head can show it.
(() => {
  const show = () => {
    const prompt = document.createElement('section');
    prompt.id = 'static-prompt';
    prompt.style = 'position:fixed;inset:auto 8px 8px;padding:20px;background:#fff;border:1px solid #6b8790;font:16px/1.5 sans-serif';
    prompt.innerHTML = '<h2>May we remember your choices?</h2><p>With your consent we store cookies that remember your language'
      + ' and business model.</p><button>Accept</button> <button>Refuse</button>';
    document.body.prepend(prompt);
  };
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    observer.disconnect();
    show();
  }).observe(document, { childList: true, subtree: true });
})();
