"""Smartee Consent: the cookie policy of a site, kept by Python in the browser."""
