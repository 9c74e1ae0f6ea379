"""Pack a Word or Excel file again so that the same content has the same bytes: no times, parts in a fixed order."""

import io
import re
import zipfile
from typing import Final

EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip file can say."""
_MOMENT: Final = "1980-01-01T00:00:00Z"
_TIMES: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_FIRST: Final = "[Content_Types].xml"
"""Readers expect this part first."""


def packed(archive: bytes) -> bytes:
    """Return the same archive without the time of its making."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != _FIRST, name)):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _TIMES.sub(rb"\g<1>" + _MOMENT.encode() + rb"\g<3>", content)
            part = zipfile.ZipInfo(name, EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o644 << 16
            new.writestr(part, content)
    return buffer.getvalue()
