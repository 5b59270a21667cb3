"""What can be worked out from ranges that stand in rows and columns with sums: exactly, for every count.

Counts by requirement and team, with both sums and the total, are a flow: from a source through each
requirement to each team and on to a sink. Ranges are the arcs' bounds. A flow can always be taken in
whole numbers, so the least and the most that an arc can carry is the least and the most that its count
can be, for whoever adds up everything that is shown.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .ranges import Range

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    Arc = tuple[Hashable, Hashable]


@dataclass(slots=True)
class _Half:
    """Half of an arc: ``room`` more can be sent to ``head``; ``back`` is the other half."""

    head: int
    room: int
    back: int


@dataclass(slots=True)
class _Residual:
    """The rooms of all arcs, in pairs: arc ``2n`` forwards, ``2n + 1`` back."""

    arcs: list[_Half] = field(default_factory=list)
    out: list[list[int]] = field(default_factory=list)

    def node(self) -> int:
        self.out.append([])
        return len(self.out) - 1

    def add(self, tail: int, head: int, room: int) -> int:
        number = len(self.arcs)
        self.arcs += [_Half(head, room, number + 1), _Half(tail, 0, number)]
        self.out[tail].append(number)
        self.out[head].append(number + 1)
        return number

    def push(self, source: int, sink: int, most: int) -> int:
        """Send up to ``most`` from source to sink, and return how much went."""
        sent = 0
        while sent < most and (path := self._path(source, sink)):
            amount = min(most - sent, *(self.arcs[number].room for number in path))
            for number in path:
                self.arcs[number].room -= amount
                self.arcs[self.arcs[number].back].room += amount
            sent += amount
        return sent

    def _path(self, source: int, sink: int) -> list[int]:
        """Return the arcs of a shortest way with room, none where there is no way."""
        came: dict[int, int] = {source: -1}
        queue = deque([source])
        while queue:
            node = queue.popleft()
            for number in self.out[node]:
                arc = self.arcs[number]
                if arc.room and arc.head not in came:
                    came[arc.head] = number
                    if arc.head == sink:
                        return self._way(came, sink)
                    queue.append(arc.head)
        return []

    def _way(self, came: Mapping[int, int], node: int) -> list[int]:
        way = []
        while (number := came[node]) >= 0:
            way.append(number)
            node = self.arcs[self.arcs[number].back].head
        return way


def bounds(arcs: Mapping[Arc, Range]) -> dict[Arc, Range] | None:
    """Return the least and the most of every arc, given the ranges of all; None where no counts fit them.

    What flows into a node flows out of it: ``arcs`` must make a circulation (the total goes back from
    the sink to the source).
    """
    net = _Residual()
    nodes: dict[Hashable, int] = {}
    numbers: dict[Arc, int] = {}
    outside = net.node(), net.node()
    for ends in arcs:
        for node in ends:
            if node not in nodes:
                nodes[node] = net.node()
    wanted = 0
    for (tail, head), each in arcs.items():
        numbers[tail, head] = net.add(nodes[tail], nodes[head], each.slack)
        net.add(outside[0], nodes[head], each.low)
        net.add(nodes[tail], outside[1], each.low)
        wanted += each.low
    if net.push(*outside, wanted) < wanted:
        return None
    return {ends: _bounds_of(net, numbers[ends], each) for ends, each in arcs.items()}


def _bounds_of(net: _Residual, number: int, each: Range) -> Range:
    """Return the least and the most that an arc can carry. Which flow stands in the net meanwhile is the same."""
    forwards, back = net.arcs[number], net.arcs[number + 1]
    room, used = forwards.room, back.room
    forwards.room = back.room = 0  # what is sent round outside the arc can be sent through it
    more = net.push(forwards.head, back.head, room)
    less = net.push(back.head, forwards.head, used + more)
    forwards.room, back.room = room - more + less, used + more - less
    return Range(each.low + used + more - less, each.low + used + more)
