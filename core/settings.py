"""A hyperparameter, said once: the form, the option, the file, the range check and the help read the same line."""

from __future__ import annotations

import dataclasses
import math
import typing
from typing import Any, TypeVar

from .errors import BadSetting

T = TypeVar("T", bool, int, float, str)
KINDS = (bool, int, float, str)
WORDS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


@dataclasses.dataclass(frozen=True)
class Setting:
    """What one setting admits; the value itself lives in the component."""

    name: str
    kind: type
    default: Any
    low: float | None = None
    high: float | None = None
    log: bool = False
    choices: tuple[str, ...] = ()
    unit: str = ""
    help: str = ""
    rare: bool = False
    """Seldom changed: a form keeps it behind "More"."""
    needed: bool = False
    """Text that has no usual value: an experiment that leaves it empty is refused."""

    def read(self, value: Any, owner: str = "") -> Any:
        """The value in the setting's own type. Text is parsed, so that option, form and file share this line.

        Raises BadSetting, naming ``owner.name``, what was found and what is admitted.
        """
        where = f"{owner}.{self.name}" if owner else self.name
        parsed = self._parse(value)
        if parsed is None:
            raise BadSetting(f"{where}: expected {self.admits()}, got {value!r}")
        if self.choices and parsed not in self.choices:
            raise BadSetting(f"{where}: {parsed!r} is not one of {', '.join(self.choices)}")
        too_low = self.low is not None and parsed < self.low
        too_high = self.high is not None and parsed > self.high
        if too_low or too_high:
            raise BadSetting(f"{where}: {written(parsed)} was not taken; expected {self.admits()}")
        return parsed

    def admits(self) -> str:
        """The admitted values in words: ``a number from 0 to 1``."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        words = {bool: "true or false", int: "a whole number", float: "a number", str: "text"}[self.kind]
        if self.low is not None and self.high is not None:
            return f"{words} from {written(self.low)} to {written(self.high)}"
        if self.low is not None:
            return f"{words} of at least {written(self.low)}"
        if self.high is not None:
            return f"{words} of at most {written(self.high)}"
        return words

    def _parse(self, value: Any) -> Any:
        """The value as ``kind``, or None where it is not one."""
        if self.kind is str:
            return value if isinstance(value, str) else None
        if self.kind is bool:
            if isinstance(value, str):
                return WORDS.get(value.strip().lower())
            return bool(value) if isinstance(value, (bool, int)) and value in (0, 1) else None
        if isinstance(value, bool):
            return None
        try:
            number = float(value) if self.kind is float else int(value)
            exact = self.kind is float or isinstance(value, str) or number == value
            return number if exact and math.isfinite(number) else None
        except (TypeError, ValueError, OverflowError):
            return None


def written(number: float) -> str:
    """A number in full where it is whole, 60,000, and in short otherwise, 1e-05."""
    return f"{number:,}" if isinstance(number, int) else f"{number:g}"


def setting(
    *,
    default: T,
    low: float | None = None,
    high: float | None = None,
    log: bool = False,
    choices: tuple[str, ...] | list[str] = (),
    unit: str = "",
    help: str = "",
    rare: bool = False,
    needed: bool = False,
) -> T:
    """Declare a setting of a component: ``rate: float = setting(default=0.01, low=0, help="...")``.

    ``low`` and ``high`` are inclusive; ``log`` spaces a slider by powers of ten; ``unit`` is shown beside the value,
    and ``unit="folder"`` or ``unit="file"`` gives text a button that chooses one. A form keeps what is ``rare`` folded.
    Text that is ``needed`` must not stay empty.
    """
    rest = dict(low=low, high=high, log=log, choices=tuple(choices), unit=unit, help=help, rare=rare, needed=needed)
    return dataclasses.field(default=default, metadata={"setting": rest})


def declared(cls: type) -> dict[str, Setting]:
    """The settings that a dataclass declares, by name, in order. Raises BadSetting for a wrong type or default."""
    hints = typing.get_type_hints(cls)
    found = {}
    for field in dataclasses.fields(cls):  # type: ignore[arg-type]
        kind = hints[field.name]
        if kind not in KINDS:
            raise BadSetting(f"{cls.__name__}.{field.name}: a setting is bool, int, float or str, not {kind}")
        one = Setting(field.name, kind, field.default, **field.metadata["setting"])
        found[field.name] = dataclasses.replace(one, default=one.read(field.default, cls.__name__))
    return found
