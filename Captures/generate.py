#!/usr/bin/env python3
"""Writes the captures, inventories and policies of this folder, the same bytes every time.

    generate.py [CASE...]    writes them (all, or those named)
    generate.py --check      writes nothing; exit 1 where a file differs from what would be written
"""

import argparse
import filecmp
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True
FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER))

from generator.cases import CASES  # noqa: E402
from generator.site import Case  # noqa: E402


def write(names, folder):
    """Makes the cases anew."""
    for name in names:
        case = Case(name)
        CASES[name](case)
        case.files(folder)


def differing(names):
    """The files of the cases that are not what the generator writes."""
    with tempfile.TemporaryDirectory() as made:
        write(names, made)
        for path in sorted(pathlib.Path(made).glob("*/*")):
            stored = FOLDER / path.relative_to(made)
            if not stored.exists() or not filecmp.cmp(path, stored, shallow=False):
                yield stored


def main():
    """Reads the arguments and does what they say."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="*", metavar="CASE", help="cases to write; default: all")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    arguments = parser.parse_args()
    for name in arguments.cases:
        if name not in CASES:
            parser.error(f"no case {name!r}; there are: {', '.join(CASES)}")
    names = arguments.cases or list(CASES)
    if not arguments.check:
        write(names, FOLDER)
        return 0
    stale = list(differing(names))
    for path in stale:
        print(f"{path}: not what generate.py writes", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
