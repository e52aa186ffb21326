"""What a cookie is for, feature by feature. Each is made with the `App` and offers `calls` to the page.

A feature's `widgets` are (name, markup function, choose function); `observe()` looks at a jar that may have changed.
"""
