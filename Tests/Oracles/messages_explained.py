"""Differences that are known, and why they are right or cannot be told apart.

Each entry: protocol, field's path, part of a file's path ("" for any), what ours and tshark's value
must be as functions of both texts, and the reason.
"""

EXPLAINED = [
]


def reason(protocol, path, file, ours, theirs):
    """Why a difference is as it should be, or `None`."""
    for name, field, part, judge, text in EXPLAINED:
        if name == protocol and field in (path, "*") and part in file and judge(ours, theirs):
            return text
    return None
