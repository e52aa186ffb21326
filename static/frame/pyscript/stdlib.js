// PyScript ships its Python package as text that is written to files and compiled on every start. Here it is in the memory
// that MicroPython goes on from (static/snapshot/snapshot.mjs), so that nothing is left to run before a script.
export const stdlib = '';
export const optional = '';
