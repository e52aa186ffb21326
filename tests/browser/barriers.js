// What two engines find wrong on a page, which are loaded before: axe, and that of IBM Equal Access. Each tells how many of its rules
// there are, which had something to look at and passed or how many, and what is wrong.
globalThis.barriers = {
  // By the rules with these tags or by every rule that there is, also beyond WCAG A and AA, and those that are off by default.
  async axe(tags) {
    const known = axe.getRules(tags ?? []).map(({ ruleId }) => ruleId);
    const { passes, violations } = await axe.run(document, {
      rules: Object.fromEntries(known.map((each) => [each, { enabled: true }])),
      resultTypes: ['violations'],
      ...(tags && { runOnly: { type: 'tag', values: tags } }),
    });
    const wrong = violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
      `${id} at ${target.flat().join(' ')}: ${failureSummary.replace(/\s+/g, ' ')}`));
    return [known.length, passes.map(({ id }) => id), wrong];
  },
  async ibm() {
    const { results } = await new ace.Checker().check(document, ['WCAG_2_2', 'IBM_Accessibility']);
    const wrong = results.filter(({ value: [kind, outcome] }) => kind === 'VIOLATION' && outcome === 'FAIL')
      .map(({ ruleId, message, path }) => `${ruleId} at ${path.dom}: ${message}`);
    return [results.length, results.filter(({ value: [, outcome] }) => outcome === 'PASS').length, wrong];
  },
  // Adds the visitor's own style sheet to the page and the banner, which `spacing.disabled` takes back.
  space(css) {
    globalThis.spacing = new CSSStyleSheet();
    spacing.replaceSync(css);
    for (const root of [document, document.querySelector('smartee-consent')?.shadowRoot]) root?.adoptedStyleSheets.push(spacing);
  },
};
