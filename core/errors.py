"""What can go wrong that a user can put right. Every message says what happened, where, and what to do next.

InknetError
├── UnknownComponent   a name that nothing answers to, with the nearest that does
├── BadSetting         a value outside what its setting admits
├── BadComponent       a class that breaks its kind's contract
├── BadPlugin          a file or package that does not load, with file and line
├── BadData            a data set or file that cannot be used
├── BadExperiment      parts that do not fit together
├── BadProject         a project file that cannot be opened or saved
├── BadLesson          a lesson that cannot be read, with file and line
├── BadArguments       a command line that makes no sense
├── Diverged           numbers that stopped being numbers during training
└── Cancelled          the user stopped something long
"""

from __future__ import annotations

from typing import Self

CODES = {
    "cut": "it ends before all of it has come",
    "long": "it goes on where it should end",
    "empty": "there is nothing in it",
    "large": "it holds or claims more than is read",
    "dense": "more would come out of it than a sound file compresses",
    "damaged": "a checksum or the compressed data are wrong",
    "encrypted": "it needs a password",
    "format": "it is a file of another kind, or does not keep to the form of its kind",
    "encoding": "its text is in another encoding",
    "type": "a value or number of another type",
    "shape": "another number of dimensions, or another length of one",
    "count": "two parts that belong together are of different length",
    "number": "no number, or no finite one",
    "range": "a value outside what is admitted",
    "label": "a label that names no class",
    "classes": "too few or too many classes, or gaps between their numbers",
    "missing": "something that must be there is not",
    "unknown": "something is there that means nothing",
    "twice": "one name is used for two things",
    "path": "a path that leads somewhere else",
    "version": "it has a version that is read no more",
    "later-version": "a later inknet saved it",
    "deep": "tables or lists too far within each other",
    "not-regular": "a folder, a pipe or a device where a file is expected",
    "unreadable": "the system does not let it be read",
}
"""What the codes of errors about files mean. Sentences may change; a code stays, for whoever must tell errors apart."""


class InknetError(Exception):
    """Something the user can put right; the message says what, where and what to do next.

    ``code`` is one of CODES where the error is about a file, and else empty.
    """

    def __init__(self, *words: object, code: str = "") -> None:
        super().__init__(*words)
        self.code = code

    @classmethod
    def at(cls, path: object, where: str, expected: str, found: str, remedy: str, code: str) -> Self:
        """About a place in a file: offset, row, line or member; ``where`` is empty where the whole file is meant."""
        name = str(path).encode("utf-8", "backslashreplace").decode()  # a name need not be text on every system
        place = f"{name}: {where}" if where else name
        return cls(f"{place}: expected {expected}, found {found}; {remedy}", code=code)


class UnknownComponent(InknetError):
    """No component, setting or field of that name."""


class BadSetting(InknetError):
    """A value that its setting does not admit."""


class BadComponent(InknetError):
    """A component that breaks the contract of its kind."""


class BadPlugin(InknetError):
    """A plugin that does not load or does not pass its checks."""


class BadData(InknetError):
    """Data that cannot be used."""


class BadExperiment(InknetError):
    """An experiment whose parts do not fit together."""


class BadProject(InknetError):
    """A project file that cannot be read or written."""


class BadLesson(InknetError):
    """A lesson that cannot be read."""


class BadArguments(InknetError):
    """A command line that makes no sense."""


class Diverged(InknetError):
    """Training left the finite numbers; the last good weights are back in place."""

    def __init__(self, words: str, step: int = 0, tensor: str = "") -> None:
        super().__init__(words)
        self.step = step
        """The step in which it was found or, where ``tensor`` is known, the first in which anything was not finite."""
        self.tensor = tensor
        """What was not finite first, such as ``the gradient of layer 2 of 3``; empty where that was not looked for."""


class Cancelled(InknetError):
    """The user cancelled; nothing was changed."""
