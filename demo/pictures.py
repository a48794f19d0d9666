"""Drawn stand-ins for press photos, so that pages look whole without a single binary file in the repository."""

from __future__ import annotations

import hashlib


def picture(name: str) -> bytes:
    """An SVG street scene; the same name always gives the same picture."""
    seed = hashlib.sha256(name.encode()).digest()
    hue, houses = seed[0] * 360 // 256, ""
    for number in range(7):
        height = 70 + seed[number + 1] * 150 // 256
        tone = 45 + seed[number + 8] % 30
        houses += (
            f'<rect x="{number * 92 - 10}" y="{330 - height}" width="84" height="{height}" '
            f'fill="hsl({(hue + seed[number + 8]) % 360},28%,{tone}%)"/>'
            f'<rect x="{number * 92 + 14}" y="{350 - height}" width="18" height="22" fill="#fff" opacity=".6"/>'
        )
    people = "".join(
        f'<circle cx="{90 + number * 110 + seed[number + 16] % 40}" cy="318" r="13" fill="#e3b58c"/>'
        f'<rect x="{76 + number * 110 + seed[number + 16] % 40}" y="331" width="28" height="52" rx="9" fill="#3f6b3a"/>'
        for number in range(3 + seed[20] % 3)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 400">'
        f'<rect width="640" height="400" fill="hsl({hue},45%,82%)"/><circle cx="{80 + seed[21] * 2}" cy="70" r="34" fill="#ffe9a8"/>'
        f'{houses}<rect y="330" width="640" height="70" fill="#8d8f8a"/>{people}</svg>'
    ).encode()
