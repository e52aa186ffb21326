// All words of a page, folded parts too, a line each; and the cells of its tables.
() => {
  const words = ({ textContent }) => textContent.replace(/[\u200b\u00ad]/g, '').replace(/\s+/g, ' ').trim();
  return [
    [...document.querySelectorAll('h1, h2, h3, h4, h5, h6, p, li, dt, dd, td, th, caption, pre, div:not(:has(*))')].map(words).join('\n') || words(document.body),
    [...document.querySelectorAll('tr')].map((row) => [...row.cells].map(words)),
  ];
}
