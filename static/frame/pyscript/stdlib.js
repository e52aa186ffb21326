// PyScript ships its Python package as text that is written to files and compiled on every start. Here the same
// package comes compiled in the pack, so that all that is left to run before a script is the import.
export const stdlib = 'import pyscript as _pyscript\ndel _pyscript\n';
export const optional = '';
