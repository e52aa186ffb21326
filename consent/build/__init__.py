"""What runs on CPython only and never reaches a browser: the declaration checked, the folder to deploy, set-up."""
