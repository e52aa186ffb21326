"""Measures Smartee Consent beside the banners that people use today, in one run, on one machine."""
