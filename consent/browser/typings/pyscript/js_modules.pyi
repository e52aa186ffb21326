from typing import Any

# What the tag and Python know of each other; static/frame/boot.js completes it.
port: Any
