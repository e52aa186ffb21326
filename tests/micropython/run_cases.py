"""Runs on MicroPython: every case table, one line of JSON a table with its name, its count and what failed."""

import json
import os

from tests.cases import subjects

with open("/files/tests/cases/site.json") as file:
    SITE = json.load(file)

for name in sorted(os.listdir("/files/tests/cases/tables")):
    with open("/files/tests/cases/tables/" + name) as file:
        cases = json.load(file)
    table = name.split(".")[0]
    failed = []
    for case in cases:
        try:
            outcome = subjects.run(table, case["given"], SITE)
        except Exception as error:
            outcome = "raised %r" % error
        if outcome != case["expected"]:
            failed.append("%s: %r, not %r" % (case["says"], outcome, case["expected"]))
    print(json.dumps([table, len(cases), failed]))
