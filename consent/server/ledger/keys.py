"""The key of a ledger: what it signs (receipts, heads, anchors) and how that is confirmed. Ed25519, RFC 8032."""

import hashlib
import logging
import os
import tempfile
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from .errors import KeyUnusable

LOG = logging.getLogger("consent.server.ledger")

OCTETS_OF_ID = 8
OCTETS_OF_SIGNATURE = 64
# A seal names its key, so that keys may be replaced.
OCTETS_OF_SEAL = OCTETS_OF_ID + OCTETS_OF_SIGNATURE
_PRIVATE = b"PRIVATE KEY"


class PublicKey:
    """Confirms what the private key of the same pair has signed; `id` is 16 hex digits of its SHA-256."""

    def __init__(self, key: Ed25519PublicKey) -> None:
        self._public = key
        self._id = hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).digest()[:OCTETS_OF_ID]
        self.id = self._id.hex()

    @property
    def pem(self) -> str:
        """As a file has it."""
        return self._public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    def confirms(self, message: bytes, signature: bytes) -> bool:
        """Whether this key signed exactly this message."""
        try:
            self._public.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def seals(self, message: bytes, seal: bytes) -> bool:
        """Whether `seal` is one of this key's, over exactly this message."""
        named, signature = seal[:OCTETS_OF_ID], seal[OCTETS_OF_ID:]
        return named == self._id and self.confirms(message, signature)


class Key(PublicKey):
    """A private key, which signs."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        super().__init__(key.public_key())
        self._private = key

    @classmethod
    def generate(cls) -> "Key":
        """A new one."""
        return cls(Ed25519PrivateKey.generate())

    def sign(self, message: bytes) -> bytes:
        """The signature, which is the same for the same message."""
        return self._private.sign(message)

    def seal(self, message: bytes) -> bytes:
        """The signature with the key's id before it."""
        return self._id + self.sign(message)

    def write(self, path: Path) -> None:
        """Into a new file, for its owner alone, and the public half beside it; FileExistsError where one is there."""
        path.parent.mkdir(parents=True, exist_ok=True)
        # Whoever reads meanwhile finds no file or the whole of it.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(self._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
                file.flush()
                os.fsync(file.fileno())
            os.link(name, path)
        finally:
            Path(name).unlink()
        public_path(path).write_text(self.pem, encoding="ascii")


def public_path(path: Path) -> Path:
    """Where the public half of the key at `path` lies."""
    return path.with_name(path.name + ".pub")


def private(path: Path, create: bool = False) -> Key:
    """The private key at `path`, made now where there is none and it may be; KeyUnusable."""
    if create and not path.exists():
        with suppress(FileExistsError):
            Key.generate().write(path)
    text = _read(path)
    try:
        key = load_pem_private_key(text, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyUnusable(path, "not a private key that can be read") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnusable(path, "a key of another kind")
    if os.name != "nt" and path.stat().st_mode & 0o007:
        LOG.warning("%s can be read by everybody on this machine; whoever has it can sign receipts", path)
    return Key(key)


def public(path: Path) -> PublicKey:
    """The public key at `path`, or of the private one there; KeyUnusable."""
    text = _read(path)
    if _PRIVATE in text:
        return private(path)
    try:
        key = load_pem_public_key(text)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyUnusable(path, "not a key that can be read") from error
    if not isinstance(key, Ed25519PublicKey):
        raise KeyUnusable(path, "a key of another kind")
    return PublicKey(key)


def encode(octets: bytes) -> str:
    """As base64url without padding (RFC 4648, section 5)."""
    return urlsafe_b64encode(octets).decode().rstrip("=")


def decode(text: str) -> bytes:
    """What `encode` made `text` of; ValueError for any other text."""
    octets = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if encode(octets) != text:
        raise ValueError(text)
    return octets


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KeyUnusable(path, error.strerror or "unreadable") from error
