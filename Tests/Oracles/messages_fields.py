"""One field of ours against one of tshark's: where each is found, and when they are equal."""

import ipaddress
import re
from dataclasses import dataclass, field
from typing import Any, Callable, Optional

# Fields.mostValues and Fields.longestValue of Sources/Packets/Messages/Fields.swift.
MOST_VALUES = 128
LONGEST_VALUE = 1024
HEXADECIMAL = re.compile(r"[0-9a-f]*")


@dataclass(frozen=True)
class Field:
    """Our path below `message.fields`, with dots, and tshark's name.

    A path that passes a list gives the list of what is in each of its groups, and is compared with all
    occurrences of tshark's field; any other is compared with the first one.
    """
    path: str
    # Names with | between them are alternatives, the first that the packet has; with + they are
    # parts of one list, in this order.
    theirs: str
    # Makes of tshark's text what is compared: another unit, one bit.
    convert: Optional[Callable[[str], Any]] = None
    # What stands between tshark's occurrences where together they are one value.
    join: Optional[str] = None
    # Makes of our value what is compared.
    ours: Optional[Callable[[Any], Any]] = None
    # Which occurrence of tshark's is compared with a single value of ours.
    occurrence: int = 0
    # Compared only where both have it: one of the two says it in some messages only, for the reason.
    where_both: str = ""
    # How many values of a list ours keeps.
    most: int = MOST_VALUES
    # Compared only in messages whose fields satisfy this.
    when: Optional[Callable[[dict], bool]] = None


@dataclass(frozen=True)
class Protocol:
    """A protocol by our name, the words of `frame.protocols` that mean it, and its fields.

    `section` is where the fields are found in our line: a message's, a header's own object, or the
    line itself where `network` is the word behind `line`. Those of headers are the deepest packet's.
    """
    name: str
    tokens: tuple
    fields: list = field(default_factory=list)
    section: str = "message"
    # Where the words mean several protocols: a field of tshark's, and whether its occurrences make a
    # packet this one's.
    only: tuple = ()

    def names(self):
        """All names of tshark's."""
        every = {name for entry in self.fields for name in names_of(entry.theirs)}
        return every | ({self.only[0]} if self.only else set())

    def is_theirs(self, words, packet):
        """Whether tshark read a packet as this."""
        if not set(words) & set(self.tokens):
            return False
        return not self.only or self.only[1](packet.get(self.only[0], []))


def names_of(theirs):
    return re.split(r"[|+]", theirs)


def deepest(theirs, words, packet):
    """The occurrence of a header's field in the last header of that kind."""
    found = packet.get(theirs, [])
    # The words may tell a header twice that stands there once, as of some ARP.
    place = min(words.count(theirs.split(".")[0]), len(found))
    return found[place - 1:][:1]


def occurrences(theirs, packet):
    """All occurrences of a field in a packet, see `Field.theirs`."""
    for alternative in theirs.split("|"):
        found = [text for name in alternative.split("+") for text in packet.get(name, [])]
        if found:
            return found
    return []


def pairs(text, **settings):
    """Fields from lines of our path and tshark's name; a `~` behind them says where_both."""
    found = []
    for line in text.strip().splitlines():
        words = line.split()
        if not words:
            continue
        if words[2:] == ["~"]:
            found.append(Field(words[0], words[1], where_both="not always shown", **settings))
        else:
            path, theirs = words
            found.append(Field(path, theirs, **settings))
    return found


def find(fields, path):
    """What lies at a path: a value, a list of values where the path passes a list, or `None`."""
    values, passed_list = [fields], False
    for key in path.split("."):
        found = []
        for value in values:
            if isinstance(value, list):
                passed_list = True
                found += [each[key] for each in value if isinstance(each, dict) and key in each]
            elif isinstance(value, dict) and key in value:
                found.append(value[key])
        values = found
    if any(isinstance(value, list) for value in values):
        passed_list = True
        values = [each for value in values
                  for each in (value if isinstance(value, list) else [value])]
    if passed_list:
        return values
    return values[0] if values else None


def number(text):
    """A number as tshark writes it, also with a unit or a word behind it."""
    text = text.strip()
    try:
        return int(text, 0)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return None


def address(text):
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def equal(ours, theirs):
    """Whether a value of ours and one of tshark's, still a text or converted already, are the same."""
    if not isinstance(theirs, str):
        return ours == theirs
    if isinstance(ours, bool):
        return theirs == str(ours) or number(theirs) == ours
    if isinstance(ours, (int, float)):
        if theirs in ("True", "False"):
            return ours == (theirs == "True")
        return number(theirs) == ours
    if not isinstance(ours, str):
        return False
    if ours == theirs:
        return True
    plain = theirs.lower().replace(":", "").replace("-", "").removeprefix("0x")
    if HEXADECIMAL.fullmatch(plain) and ours.lower().replace(":", "") == plain:
        return True
    if address(ours) is not None and address(ours) == address(theirs):
        return True
    if unescaped(theirs) == ours:
        return True
    # What was cut at the longest value, and octets that are no UTF-8, which both replace in their way.
    cut = len(ours.encode(errors="surrogateescape")) >= LONGEST_VALUE
    if cut and (unescaped(theirs).startswith(ours) or plain.startswith(ours)):
        return True
    return "\ufffd" in ours and printable(ours) == printable(unescaped(theirs))


ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}


def unescaped(text):
    """tshark writes control characters of texts as C does."""
    def replaced(match):
        code = match.group(1)
        if code[0] == "x":
            return chr(int(code[1:], 16))
        if code.isdigit() and len(code) == 3:
            return chr(int(code, 8))
        return ESCAPES.get(code, code)
    return re.sub(r"\\(x[0-9a-fA-F]{2}|[0-7]{3}|.)", replaced, text)


def printable(text):
    return re.sub(r"[^ -~]+", "?", text)


def converted(entry, text):
    """What is compared of tshark's text; the text itself where it is no value of the field."""
    try:
        return entry.convert(text) if entry.convert else text
    except (ValueError, IndexError, OverflowError):
        return text


def compare(entry, ours, theirs, is_whole, theirs_whole):
    """Compares one field: `None` where neither says it, else whether it is equal and both as text.

    `ours` are the message's fields, `theirs` are all occurrences. A message that was read only in part
    by one side may lack fields on that side.
    """
    if entry.when and not entry.when(ours):
        return None
    mine = find(ours, entry.path)
    if entry.ours and mine is not None:
        mine = entry.ours(mine)
    # What tshark says of octets that are none.
    theirs = ["" if text == "<MISSING>" else text for text in theirs]
    others = [converted(entry, text) for text in theirs]
    others = [each for each in others if each is not None]
    if entry.join is not None and others:
        others = [entry.join.join(others)]
    if mine in (None, []) and not others:
        return None
    if mine in (None, []):
        return None if entry.where_both or not is_whole else (False, "absent", shown(others))
    if not others:
        # An empty text or no octets at all are not worth a line to tshark.
        if entry.where_both or not theirs_whole or not is_whole or mine in ("", [""]):
            return None
        return False, shown(mine), "absent"
    if isinstance(mine, list):
        if len(mine) >= entry.most or not is_whole:
            others = others[:len(mine)]
        if not theirs_whole:
            mine = mine[:len(others)]
        same = len(mine) == len(others) and all(
            equal(one, other) for one, other in zip(mine, others))
        return same, shown(mine), shown(others)
    try:
        other = others[entry.occurrence]
    except IndexError:
        return None
    return equal(mine, other), shown(mine), shown(other)


def shown(value):
    text = "|".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= 120 else text[:117] + "..."
