# PyScript's package, cut down to what this build can serve: no workers, display, storage, file system or fetch.
from pyscript.context import config, document, js_import, js_modules, window
from pyscript.ffi import create_proxy, to_js
