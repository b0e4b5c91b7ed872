"""Pictures in Word files: how many dots differ, and by how much. A diagram is drawn with the sines of the system's own
library; their last digit may differ, and then a dot at the edge of a curve is one shade lighter."""

import io
import struct
import zipfile
import zlib

# Of the millions of dots of a picture so many may differ, by so much of 255.
DOTS, SHADES = 8, 4


def same_but_for_dots(one, other):
    """Returns how many dots differ between two Word files; None where anything else does."""
    here, there = (zipfile.ZipFile(io.BytesIO(own)) for own in (one, other))
    if here.namelist() != there.namelist():
        return None
    count = 0
    for name in here.namelist():
        mine, its = here.read(name), there.read(name)
        if mine == its:
            continue
        differing = dots(mine, its) if name.endswith(".png") else None
        if differing is None:
            return None
        count += differing
    return count


def dots(one, other):
    (size, here), (its, there) = pixels(one), pixels(other)
    if size != its:
        return None
    differing = [abs(mine - own) for mine, own in zip(here, there) if mine != own]
    return len(differing) if len(differing) <= DOTS and max(differing, default=0) <= SHADES else None


def pixels(png):
    """Returns the size and the bytes of a picture of eight bits a colour (PNG, RFC 2083)."""
    at, packed, size = 8, b"", None
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        body = png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            size = struct.unpack(">IIBB", body[:10])
        elif kind == b"IDAT":
            packed += body
        at += 12 + length
    width, _, depth, colour = size
    assert depth == 8
    step = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    raw, line = zlib.decompress(packed), width * step
    above, out = bytearray(line), bytearray()
    for start in range(0, len(raw), line + 1):
        way, row = raw[start], bytearray(raw[start + 1 : start + 1 + line])
        for at in range(line):
            left = row[at - step] if at >= step else 0
            up, corner = above[at], above[at - step] if at >= step else 0
            if way == 1:
                row[at] = (row[at] + left) & 255
            elif way == 2:
                row[at] = (row[at] + up) & 255
            elif way == 3:
                row[at] = (row[at] + (left + up) // 2) & 255
            elif way == 4:
                far = left + up - corner
                near = min((left, up, corner), key=lambda own: abs(far - own))
                row[at] = (row[at] + near) & 255
        out += row
        above = row
    return size, bytes(out)
