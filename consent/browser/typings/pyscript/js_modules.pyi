from consent.browser.port import Port

# static/frame/boot.js makes it.
port: Port
