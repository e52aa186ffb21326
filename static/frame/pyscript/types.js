// The one interpreter of this build; PyScript's own table also names Pyodide.
export default new Map([['mpy', 'micropython']]);
