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


class InknetError(Exception):
    """Something the user can put right; the message says what, where and what to do next."""


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


class Cancelled(InknetError):
    """The user cancelled; nothing was changed."""
