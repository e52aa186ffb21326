"""What the gate holds, held against the browser's own jar: random writes, and what a page reads after each of them."""
