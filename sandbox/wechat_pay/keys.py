"""The keys of the sandbox, made on the first start and kept in its folder.

`merchant_key.pem` and `platform_public.pem` are what a real merchant has; core finds them here in
development. Platform certificates are signed by themselves and can be changed for new ones.
"""

import datetime as dt
import secrets
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    RSAPublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

YEARS = 5


class Keys:
    """Keys by their names in a folder. Anybody who reads it can pay with made-up money."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.merchant: RSAPublicKey = self._key("merchant").public_key()
        self.platform = self._key("platform")
        self._certificates = folder / "certificates"
        self._certificates.mkdir(exist_ok=True)
        if not self.certificates():
            self.rotate()

    def certificates(self) -> list[tuple[str, str]]:
        """Serial number and PEM of each platform certificate, the oldest first."""
        files = sorted(self._certificates.glob("*.crt"))
        return [(one.stem.partition("-")[2], one.read_text("ascii")) for one in files]

    def newest(self) -> tuple[str, RSAPrivateKey]:
        """Serial number and key of the certificate in use."""
        file = sorted(self._certificates.glob("*.key"))[-1]
        return file.stem.partition("-")[2], _load(file.read_bytes())

    def rotate(self) -> str:
        """A new platform certificate beside the old ones; its serial number. The old one stays
        good for a while, as with WeChat Pay."""
        key = generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sandbox wechat pay")])
        number = secrets.randbits(120)
        start = dt.datetime.now(dt.UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(number)
            .not_valid_before(start)
            .not_valid_after(start + dt.timedelta(days=365 * YEARS))
            .sign(key, SHA256())
        )
        stem = self._certificates / f"{len(self.certificates()):04d}-{number:X}"
        stem.with_suffix(".crt").write_bytes(made.public_bytes(Encoding.PEM))
        stem.with_suffix(".key").write_bytes(_pem(key))
        return f"{number:X}"

    def _key(self, name: str) -> RSAPrivateKey:
        private, public = (self._folder / f"{name}_{kind}.pem" for kind in ("key", "public"))
        if not private.exists():
            key = generate_private_key(public_exponent=65537, key_size=2048)
            spki = PublicFormat.SubjectPublicKeyInfo
            public.write_bytes(key.public_key().public_bytes(Encoding.PEM, spki))
            private.touch(mode=0o600)
            private.write_bytes(_pem(key))
        return _load(private.read_bytes())


def _pem(key: RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _load(pem: bytes) -> RSAPrivateKey:
    key = load_pem_private_key(pem, None)
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("not an RSA key")
    return key
