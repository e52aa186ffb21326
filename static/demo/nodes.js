/** Elements made without markup, as the page's policy asks. */

/** @typedef {Record<string, string | number | boolean>} Attributes false leaves one out, true gives it no value */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @template {Element} T
 * @param {T} made
 * @param {Attributes} attributes
 * @param {(Node | string)[]} children
 */
function fill(made, attributes, children) {
  Object.entries(attributes).forEach(([name, value]) => {
    if (value !== false) made.setAttribute(name, value === true ? '' : String(value));
  });
  made.append(...children);
  return made;
}

/**
 * An HTML element; an attribute that is false is left out.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Attributes} [attributes]
 * @param {(Node | string)[]} children
 */
export function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/**
 * An SVG element.
 * @template {keyof SVGElementTagNameMap} Name
 * @param {Name} name
 * @param {Attributes} [attributes]
 * @param {(Node | string)[]} children
 */
export function drawing(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

/**
 * The element of this id, which the page has.
 * @template {Element} [Kind=HTMLElement]
 * @param {string} id
 * @param {new () => Kind} [kind] - Its class, where it has more than any element of HTML.
 */
export function byId(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof (kind ?? HTMLElement))) throw new TypeError(`#${id} is not what it should be`);
  return /** @type {Kind} */ (/** @type {Element} */ (found));
}
