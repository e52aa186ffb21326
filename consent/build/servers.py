"""What a build says to servers, as files: the headers of its own files, and the visitor's consent, for each kind.

None of them is about the site's own pages, but the three called strict, which the site includes where it wants them.
"""

from consent.build.apache import apache
from consent.build.nginx import nginx
from consent.build.readers import readers
from consent.build.static_hosts import static_hosts
from consent.core.site import Site


def examples(site: Site, base: str = "/") -> dict[str, str]:
    """File name to text, for the built folder at the address `base`, which starts and ends with `/`.

    `.htaccess` goes into that folder, `_headers` into the root of what is published; the rest is included or imported
    by the server, and never served.
    """
    return {**nginx(site, base), **apache(site, base), **static_hosts(site, base), **readers(site)}
