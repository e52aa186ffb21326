"""A live site held against its declaration: real browsers go through journeys, and what they see is judged.

`observed` is what was seen, `rules` what is asked, `verdicts` (pure) what falls short, `reports` how it is told. The
rest drives browsers. CPython only.
"""
