"""The real WordPress as the system has it, run by PHP for one page: a theme, must-use plugins, and no database."""

import json
import shutil
import subprocess
from pathlib import Path

from tests import PATIENCE

# Where Debian has it.
CORE = Path("/usr/share/wordpress")
FOUND = CORE.is_dir() and shutil.which("php") is not None

# It takes the place of the database, as such a file may; all that is ever found in it are the site's options.
DATABASE = """<?php
class Without_Database extends wpdb {
    public function __construct() {
        $this->ready = true;
    }
    public function _real_escape( $text ) {
        return addslashes( $text );
    }
    public function query( $query ) {
        $this->last_result = array();
        if ( str_contains( $query, 'FROM wp_options WHERE autoload' ) ) {
            foreach ( json_decode( file_get_contents( __DIR__ . '/options.json' ) ) as $name => $value ) {
                $this->last_result[] = (object) array( 'option_name' => $name, 'option_value' => $value );
            }
        }
        return count( $this->last_result );
    }
}
$wpdb = new Without_Database();
"""
# What WordPress's own index.php and wp-config.php do.
PAGE = """<?php
define( 'ABSPATH', $argv[1] . '/' );
define( 'WP_CONTENT_DIR', __DIR__ );
define( 'WP_USE_THEMES', true );
define( 'DISABLE_WP_CRON', true );
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
$table_prefix = 'wp_';
$_SERVER += array( 'HTTP_HOST' => $argv[2], 'REQUEST_METHOD' => 'GET', 'SERVER_PROTOCOL' => 'HTTP/1.1' );
$_SERVER['REQUEST_URI'] = '/';
require ABSPATH . 'wp-settings.php';
wp();
require ABSPATH . WPINC . '/template-loader.php';
"""
# As a theme is: scripts of WordPress's and its own, some printed as early as themes are used to.
FUNCTIONS = """<?php
add_action( 'wp_enqueue_scripts', function () { wp_enqueue_script( 'jquery' ); } );
add_action( 'wp_head', function () { echo '<script>document.documentElement.id = "theme";</script>'; }, -9999 );
"""
# What the page says is kept as of an editor who may not write any HTML, and shown as WordPress does.
TEMPLATE = """<!doctype html>
<html <?php language_attributes(); ?>>
<head><meta charset="<?php bloginfo( 'charset' ); ?>"><title>Site</title><?php wp_head(); ?></head>
<body <?php body_class(); ?>>
<?php echo apply_filters( 'the_content', wp_kses_post( file_get_contents( __DIR__ . '/page.html' ) ) ); ?>
<?php wp_footer(); ?>
</body>
</html>
"""


def render(folder: Path, origin: str, content: str, **code: str) -> str:
    """The front page of the site at `origin` with this content; `code` is PHP for its `plugin` or its `theme`."""
    options = {
        "siteurl": origin,
        "home": origin,
        "template": "plain",
        "stylesheet": "plain",
        "blogname": "Site",
        "blog_charset": "UTF-8",
        "active_plugins": "a:0:{}",
        "wp_user_roles": "a:0:{}",
    }
    files = {
        "page.php": PAGE,
        "db.php": DATABASE,
        "options.json": json.dumps(options),
        "mu-plugins/smartee-consent.php": code.get("plugin", ""),
        "themes/plain/style.css": "/* Theme Name: Plain */",
        "themes/plain/functions.php": FUNCTIONS + code.get("theme", "").removeprefix("<?php\n"),
        "themes/plain/index.php": TEMPLATE,
        "themes/plain/page.html": content,
    }
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    command = ["php", str(folder / "page.php"), str(CORE), origin.partition("://")[2]]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    return done.stdout
