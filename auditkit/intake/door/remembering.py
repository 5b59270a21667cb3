"""What has been worked out already: lists say the same things again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_Asked = TypeVar("_Asked")
_Said = TypeVar("_Said")


class Remembering(dict[_Asked, _Said]):
    """Answers by what was asked, each worked out once; of more than ``most`` different ones it begins anew."""

    def __init__(self, work_out: Callable[[_Asked], _Said], most: int) -> None:
        super().__init__()
        self._work_out, self._most = work_out, most

    def __missing__(self, asked: _Asked) -> _Said:
        if len(self) >= self._most:
            self.clear()
        said = self[asked] = self._work_out(asked)
        return said
