"""Small pieces of the workshop's words: messages in two parts, the card of a swap, a copy under another name."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor

from core.swaps import used
from desktop.language import tr
from desktop.live import Live
from desktop.look import ThemeSwitch

from .code import CodeEdit
from .source import Source
from .swap_card import SwapCard

if TYPE_CHECKING:
    from core.status import Swapped

LONGEST = 90
SLOPES = {
    "derivative": "The derivative is not the slope of forward",
    "gradient": "The gradient is not the slope of value",
}
USES = {
    "activation": "Use it in a hidden layer",
    "visualization": "Open it as a view",
    "loss": "Train with it",
    "optimizer": "Train with it",
    "dataset": "Train on it",
}


def told(message: str, path: str) -> tuple[str, str]:
    """A message without its place, in two parts: what is wrong as a title, and the rest."""
    bare = re.sub(rf"^{re.escape(path)}(:\d+)?:?\s*", "", " ".join(message.split()))
    bare = re.sub(r" \(\S+\.py, line \d+\)", "", bare)
    hook = re.match(r"(\w+)\.(\w+): ", bare)
    if hook is not None:
        slope = SLOPES.get(hook.group(2), "") if "slope" in bare else ""
        title = tr(slope) if slope else tr("{hook} does not do what its kind promises", hook=hook.group()[:-2])
        return title, sentence(bare[hook.end() :])
    first, mark, rest = bare.partition(": ") if len(bare) > LONGEST else (bare, "", "")
    if not mark or len(first) > LONGEST:
        first, mark, rest = bare.partition("; ")
    return sentence(first).removesuffix("."), sentence(rest) if rest else ""


def sentence(words: str) -> str:
    """With a full stop, and a capital letter unless it begins with a name such as ``wave.steepness``."""
    words = words.strip()
    named = "." in words.partition(" ")[0].rstrip(".:")
    return (
        (words[:1] if named else words[:1].upper())
        + words[1:]
        + ("" if words.endswith((".", "?", "!")) or not words else ".")
    )


def short(message: str) -> str:
    """A message for the end of a line: without its place."""
    return re.sub(r"^\S+\.py(:\d+)?:?\s*", "", " ".join(message.split()))


def swapped_card(
    look: ThemeSwitch,
    source: Source,
    event: Swapped,
    live: Live,
    undo: Callable[[], object],
    use: Callable[[tuple[str, str]], object],
) -> SwapCard:
    """What a swap came to: in the training, or ready to be used."""
    mine = [name for name in event.swap.names if name in event.swap.registry.entries]
    experiment = event.experiment or live.experiment
    actions: list[tuple[str, Callable[[], object]]] = []
    if used(experiment, tuple(mine)):
        training = live.session.run.status.state == "training"
        title = tr("Version {number} is training now" if training else "Version {number} is in the network")
        kept = tr("optimizer memory kept") if event.kept else tr("the optimizer begins with a fresh memory")
        said = tr("Swapped in at step {step}; {kept}.", step=f"{event.step:,}", kept=kept)
        if source.former is not None:
            actions.append((tr("Undo swap"), undo))
    else:
        title = tr("Version {number} is ready")
        said = tr("No part of this training uses it yet.")
        if mine and mine[0][0] in USES:
            actions.append((tr(USES[mine[0][0]]), lambda: use(mine[0])))
    more = " ".join(sentence(one) for one in event.told)
    return SwapCard(look, "success", title.format(number=source.version), f"{said} {more}".strip(), actions)


def renamed(text: str, name: str, wanted: tuple[str, str]) -> str:
    """A source under another name: the class that provides ``name`` is called anew, and so is its ``name``."""
    cls, component = wanted
    found = re.search(rf"^(\s+)name\s*=\s*[\"']{re.escape(name)}[\"']", text, re.MULTILINE)
    if found:
        text = text[: found.start()] + f'{found.group(1)}name = "{component}"' + text[found.end() :]
        return text
    old = "".join(part[:1].upper() + part[1:] for part in name.split("-"))
    return re.sub(rf"\b{old}\b", cls, text)


def put(editor: CodeEdit, text: str) -> None:
    """Another text in the place of all there is, as one step of undo."""
    cursor = editor.textCursor()
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.insertText(text)
