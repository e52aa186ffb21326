"""The demonstration's back end: sign-in, a doctor's cases, regions, business models, the built folder."""
