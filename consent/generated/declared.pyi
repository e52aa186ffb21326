from typing import Any

# The site's declaration, as `consent.build.declaration.validate` returns it.
PLAIN: dict[str, Any]
