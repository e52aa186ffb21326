# The styles of everything but the prompt: static/styles/panels.css and policy.css, minified.
CSS: str
