"""What the preflight of a sheet looks for in its bytes. The reader has patterns of its own."""

from __future__ import annotations

import re
from functools import cache

# Neither goes past what cannot stand there, so however a sheet is broken, no byte is looked at again and again.
# Before Python 3.11.5 a group that is repeated without giving back lost matches, so only the parts within are.
_REST_OF_TAG = rb"""(?:[^<>"'/]++|"[^<"]*+"|'[^<']*+'|/(?!>))*"""
"""Attributes up to the tag's end; a ">" within quotes does not end it, and a "<" stands in no tag."""


class Patterns:
    """What tags look like with one prefix."""

    def __init__(self, prefix: bytes) -> None:
        name = re.escape(prefix)
        self.openings = [b"<%sc%s" % (prefix, end) for end in (b" ", b">", b"\n", b"\r", b"\t")]
        self.token = _token(name)
        self.text = re.compile(rb"<%s[vt](?:\s[^<>]*)?>([^<]+)" % name)
        self.value = re.compile(rb"<%sv[\s/>]" % name)
        self.formula = re.compile(rb"<%sf[\s/>]" % name)
        phonetic = name + b"rPh"
        self.phonetic = re.compile(rb"<%s[\s>]%s</%s\s*>" % (phonetic, _within(phonetic), phonetic))
        self.plain_row = _plain_row(name)
        self.letters = re.compile(rb'<%sc r="([A-Z]+)' % name)
        self.filled = [b"</%s%s>" % (prefix, tag) for tag in (b"v", b"t")]
        self.shared = re.compile(rb't="s">%s<%sv>([^<]+)' % (_formula(name), name))


@cache
def patterns(prefix: bytes) -> Patterns:
    """Return what tags look like with a prefix."""
    return Patterns(prefix)


def _token(name: bytes) -> re.Pattern[bytes]:
    """Match one whole cell, or the opening tag of a row, a column setting or a merged area."""
    cell = (
        rb"<%(name)sc(?=[\s/>])(?: r=\"([A-Z]{1,3})([0-9]{1,7})\")?(%(rest)s)"
        rb"(?:/>|>(%(body)s)</%(name)sc\s*>)"
    )
    other = rb"<%(name)s(row|col|mergeCell)(?=[\s/>])(%(rest)s)/?>"
    parts = {b"name": name, b"rest": _REST_OF_TAG, b"body": _within(name + b"c")}
    return re.compile(cell % parts + b"|" + other % parts)


def _within(tag: bytes) -> bytes:
    """Match what stands in a tag: anything but one of the same."""
    return rb"(?:[^<]++|<(?!/?%s[\s/>]))*" % tag


def _plain_row(name: bytes) -> re.Pattern[bytes]:
    """Match a whole row of cells of that row that are blank or have one value or text; groups: number, cells."""
    value = rb"%(formula)s<%(name)sv>[^<]++</%(name)sv>"
    text = rb'<%(name)sis><%(name)st(?: xml:space="preserve")?>[^<]++</%(name)st></%(name)sis>'
    attributes = rb'(?: s="[0-9]++")?(?: t="[A-Za-z]++")?'
    cell = rb'<%(name)sc r="[A-Z]{1,3}\1"' + attributes + rb"(?:/>|>(?:" + value + b"|" + text + rb")</%(name)sc>)"
    row = rb'<%(name)srow r="([1-9][0-9]{0,6})"[^<>/]*+>((?:' + cell + rb")+)</%(name)srow>"
    return re.compile(row % {b"name": name, b"formula": _formula(name)})


def _formula(name: bytes) -> bytes:
    return rb"(?:<%(name)sf(?: [^<>/]*+)?(?:/>|>[^<]*+</%(name)sf>))?" % {b"name": name}
