/** Elements made without markup, as the page's policy asks. */

const SVG = 'http://www.w3.org/2000/svg';

function fill(made, attributes, children) {
  Object.entries(attributes).forEach(([name, value]) => {
    if (value !== false) made.setAttribute(name, value === true ? '' : String(value));
  });
  made.append(...children);
  return made;
}

/** An HTML element; an attribute that is false is left out. */
export function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** An SVG element. */
export function drawing(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

/** The element of this id. */
export function byId(id) {
  return document.getElementById(id);
}
