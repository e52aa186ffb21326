"""The edges: the only code that touches the document, its cookies and the clock. It decides nothing."""
