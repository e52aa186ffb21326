"""The treatment cases that the demonstration's doctors see: invented, and of invented patients."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Case:
    """One patient's treatment; `model` is a business model's key, `aligner` of `aligners` is worn now."""

    number: str
    patient: str
    age: int
    model: str
    series: str
    state: str
    aligner: int
    aligners: int
    updated: str


CASES = {
    "dr.chen": (
        Case(
            "SC-26-04817",
            "L. Wen",
            14,
            "design-aligner",
            "Mandibular advancement",
            "in treatment",
            11,
            38,
            "2026-11-19",
        ),
        Case(
            "SC-26-05102",
            "Y. Qiao",
            29,
            "design-aligner",
            "Full arch",
            "plan to approve",
            0,
            44,
            "2026-11-21",
        ),
        Case(
            "SC-26-03390",
            "M. Tang",
            41,
            "design-only",
            "Anterior",
            "in treatment",
            9,
            16,
            "2026-11-12",
        ),
        Case(
            "SC-25-09914",
            "H. Zhou",
            23,
            "retainer",
            "Retention",
            "completed",
            2,
            2,
            "2026-10-30",
        ),
    ),
    "dr.lind": (
        Case(
            "SC-26-05077",
            "E. Nyberg",
            33,
            "design-only",
            "Full arch",
            "plan in revision",
            0,
            29,
            "2026-11-20",
        ),
        Case(
            "SC-26-02265",
            "O. Hagen",
            17,
            "design-aligner",
            "Full arch",
            "in treatment",
            22,
            36,
            "2026-11-16",
        ),
        Case(
            "SC-26-04430",
            "S. Virtanen",
            52,
            "aligner-only",
            "Anterior",
            "in production",
            0,
            14,
            "2026-11-18",
        ),
    ),
    "dr.amari": (
        Case(
            "SC-26-04988",
            "R. Okoye",
            9,
            "design-aligner",
            "Mixed dentition",
            "records missing",
            0,
            0,
            "2026-11-22",
        ),
        Case(
            "SC-26-01873",
            "F. Benali",
            37,
            "aligner-only",
            "Full arch",
            "in treatment",
            27,
            31,
            "2026-11-09",
        ),
        Case(
            "SC-26-00641",
            "T. Marchetti",
            26,
            "retainer",
            "Retention",
            "in production",
            0,
            2,
            "2026-11-17",
        ),
        Case(
            "SC-26-05120",
            "N. Haddad",
            45,
            "design-only",
            "Anterior",
            "plan to approve",
            0,
            18,
            "2026-11-22",
        ),
        Case(
            "SC-25-10236",
            "C. Duarte",
            31,
            "design-aligner",
            "Full arch",
            "refinement",
            4,
            12,
            "2026-11-14",
        ),
    ),
}


def cases_of(account: str) -> list[dict[str, str | int]]:
    """The cases of this doctor as they go out, the one touched last first."""
    cases = sorted(CASES.get(account, ()), key=lambda case: case.updated, reverse=True)
    return [asdict(case) for case in cases]
