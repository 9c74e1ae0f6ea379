"""Bind a result to what made it: canonical hashes and versions. No times, so equal results have equal hashes."""

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from poortwachter.primitives.memory import hash_of

if TYPE_CHECKING:
    import xarray as xr

PACKAGES: Final = ("poortwachter", "numpy", "numba", "xarray", "h5netcdf")
"""Packages whose version can change a result or its file."""


def arrays_hash(arrays: Mapping[str, tuple[Sequence[str], npt.NDArray[Any]]]) -> str:
    """Return the SHA-256 of arrays, over names, dimensions, dtypes, shapes and values, in order of name.

    Values are taken in C order and little-endian, text as UTF-8 with its length; times and attributes play no part.

    Args:
        arrays: name -> (dimension names, array).
    """
    digest = hashlib.sha256()
    for name in sorted(arrays):
        dims, array = arrays[name]
        text = array.dtype.kind in "UTO"
        kind = "text" if text else array.dtype.newbyteorder("<").str
        digest.update(_framed(json.dumps([name, list(dims), kind, list(array.shape)], ensure_ascii=False)))
        if text:
            for value in array.ravel().tolist():
                digest.update(_framed(str(value)))
        else:
            digest.update(np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"), copy=False).tobytes())
    return digest.hexdigest()


def result_hash(dataset: "xr.Dataset") -> str:
    """Return the canonical hash of a result: all variables and coordinates, no attributes."""
    return arrays_hash(
        {str(name): (tuple(map(str, array.dims)), array.to_numpy()) for name, array in dataset.variables.items()}
    )


def attributes_hash(dataset: "xr.Dataset") -> str:
    """Return the SHA-256 of the attributes of a result and of every variable in it, in order of name."""
    owners = {"": dataset.attrs} | {str(name): array.attrs for name, array in dataset.variables.items()}
    texts = {
        owner: {str(key): repr(_scalar(value)) for key, value in sorted(attributes.items())}
        for owner, attributes in sorted(owners.items())
    }
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()


def plan_hash(plan: Mapping[Any, Any]) -> str:
    """Return the SHA-256 of a plan, whatever the order of its keys; dates count as ISO text.

    Raises:
        TypeError: when the plan holds anything but mappings, lists, text, numbers, booleans, dates and nothing.
    """
    canonical = json.dumps(_canonical(plan), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def versions() -> dict[str, str]:
    """Return what can change a result: Python, the packages, the machine, and a hash of this package's files."""
    return {
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()} {' '.join(platform.libc_ver())}".strip(),
        "sources": _sources(),
    } | {package: _version(package) for package in PACKAGES}


@cache
def _sources() -> str:
    return hash_of((".",), suffixes=(".py", ".yaml", ".csv"))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _scalar(value: Any) -> Any:
    """Return an attribute as a plain number or text, whatever type the file gives it back as."""
    return value.item() if isinstance(value, np.generic) else value


def _framed(text: str) -> bytes:
    data = text.encode()
    return len(data).to_bytes(8, "little") + data


def _canonical(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_key(key): _canonical(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_canonical(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | bool | int | float):
        return value
    msg = f"a plan cannot hold {value!r}"
    raise TypeError(msg)


def _key(key: Any) -> str:
    return key.isoformat() if isinstance(key, date) else str(key)
