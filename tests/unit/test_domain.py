"""Hosts of one domain share what the product keeps, where the domain is the site's own."""

import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from consent.build import declaration
from consent.build.domains import is_domain
from consent.build.mistakes import WrongDeclaration
from consent.core.cookies import serialise, shared

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "tests/sites/plain.toml").read_text(encoding="utf-8")
PUBLIC = ("com", "co.uk", "github.io", "com.cn")


class Suffixes:
    """As publicsuffixlist has it, for these few."""

    def publicsuffix(self, domain: str) -> str:
        return max(
            (each for each in PUBLIC if f".{domain}".endswith(f".{each}")), key=len, default=domain.split(".")[-1]
        )


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> None:
    package = ModuleType("publicsuffixlist")
    package.PublicSuffixList = Suffixes  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "publicsuffixlist", package)


def document(domain: Any, name: str = "plain_account") -> dict[str, Any]:
    made = tomllib.loads(TEXT)
    made["consent"]["domain"] = domain
    made["consent"]["cookies"][0]["name"] = name
    return made


def told(domain: Any, name: str = "plain_account") -> list[str]:
    try:
        declaration.validate(document(domain, name))
    except WrongDeclaration as error:
        return [f"{each.key} {each.expected}" for each in error.mistakes]
    return []


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    "domain", ["", "example.com", "shop.example.co.uk", "me.github.io", "xn--mnchen-3ya.de", "a.b"]
)
def test_a_domain_of_one_s_own_is_taken(domain: str) -> None:
    assert told(domain) == []


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("domain", ["co.uk", "github.io", "com.cn"])
def test_a_public_suffix_is_not(domain: str) -> None:
    (line,) = told(domain)
    assert "anybody may have a site below" in line


@pytest.mark.parametrize(
    "domain",
    [
        *(".example.com", "example.com.", "Example.com", "example..com", "-a.com", "a-.com", "com", "localhost"),
        *(
            "10.0.0.1",
            "[::1]",
            "https://example.com",
            "example.com/",
            "example.com:80",
            "münchen.de",
            "a_b.com",
            "*.a.com",
        ),
        *("a;Path=/x.com", " example.com", "x" * 64 + ".com", ".".join(["x" * 60] * 5), 7, None, ["a.com"]),
    ],
)
def test_what_is_no_domain_is_told(domain: Any) -> None:
    assert not is_domain(domain)
    (line,) = told(domain)
    assert line.startswith('consent.domain a domain such as "example.com"')


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("name", ["__Host-account", "__host-account", "__Host-Http-account"])
def test_a_name_that_is_of_one_host_goes_with_no_domain(name: str) -> None:
    assert any("consent.domain" in line and '"account".name' in line for line in told("example.com", name))
    if not name.startswith("__Host-Http"):
        assert told("", name) == []


def test_without_the_list_no_domain_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "publicsuffixlist", None)
    (line,) = told("example.com")
    assert "publicsuffixlist installed" in line
    assert told("") == []


def test_the_list_that_is_installed_knows_what_is_public() -> None:
    pytest.importorskip("publicsuffixlist", reason="publicsuffixlist is not installed")
    assert told("example.com") == []
    assert all("anybody" in told(each)[0] for each in ("co.uk", "github.io", "com.cn"))


@pytest.mark.parametrize(
    ("domain", "host", "expected"),
    [
        ("a.cn", "a.cn", "a.cn"),
        ("a.cn", "www.a.cn", "a.cn"),
        ("a.cn", "aa.cn", ""),
        ("a.cn", "cn", ""),
        ("www.a.cn", "a.cn", ""),
        ("a.cn", "a.cn.evil.com", ""),
        ("", "a.cn", ""),
    ],
)
def test_a_host_outside_of_the_domain_keeps_for_itself(domain: str, host: str, expected: str) -> None:
    assert shared(domain, host) == expected


def test_what_is_kept_names_the_domain() -> None:
    assert serialise("a", "1", 1, True, "a.cn") == "a=1; Max-Age=86400; Path=/; Domain=a.cn; Secure; SameSite=Lax"
    assert "Domain" not in serialise("a", "1", 1, True)
