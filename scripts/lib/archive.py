"""Packs one file under a name into a zip or tar.gz whose bytes depend on nothing else: archive.py FILE NAME ARCHIVE"""

import gzip
import sys
import tarfile
import zipfile

file, name, archive = sys.argv[1:]

if archive.endswith(".zip"):
    entry = zipfile.ZipInfo(name, date_time=(2026, 1, 1, 0, 0, 0))
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    with zipfile.ZipFile(archive, "w") as out, open(file, "rb") as content:
        out.writestr(entry, content.read())
else:
    entry = tarfile.TarInfo(name)
    entry.mode = 0o644
    with open(archive, "wb") as raw, gzip.GzipFile("", "wb", 1, raw, mtime=0) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as out, open(file, "rb") as content:
            entry.size = content.seek(0, 2)
            content.seek(0)
            out.addfile(entry, content)
