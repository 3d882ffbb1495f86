"""A start for every kind of plugin: files that already run and explain themselves, with ``Template`` for the name."""

from __future__ import annotations

import keyword
import re
from importlib import resources

from ..components import kebab
from ..errors import BadArguments

NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*([-_][A-Za-z0-9]+)*")
PLACEHOLDER = "Template"


def template(kind: str, name: str) -> str:
    """The source of a plugin of this kind (such as ``activation``), whose class is called after ``name``.

    Raises BadArguments for a name that no class or file can have.
    """
    source = resources.files(__package__).joinpath(f"{kind}.py.txt").read_text(encoding="utf-8")
    return source.replace(PLACEHOLDER, class_name(name)[0])


def class_name(name: str) -> tuple[str, str]:
    """The class that ``name`` stands for, and the component's name: my-wave gives MyWave and my-wave.

    Raises BadArguments.
    """
    words = re.split("[-_]", name)
    cls = "".join(word[:1].upper() + word[1:] for word in words)
    if not NAME.fullmatch(name) or len(name) > 60 or keyword.iskeyword(cls):
        raise BadArguments(f"'{name}': expected a name of letters, digits and hyphens, such as my-wave")
    from .. import __all__ as face

    if cls in face:
        raise BadArguments(f"'{name}': {cls} is a name that core itself uses; choose another, such as my-{kebab(cls)}")
    return cls, kebab(cls)
