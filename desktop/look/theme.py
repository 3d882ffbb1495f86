"""A theme: names of tokens to Qt's colours, fonts, palette, style sheet, icons and colour maps."""

from __future__ import annotations

import functools
import string
from importlib import resources
from typing import Any, Literal

import numpy as np
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QImage, QPalette, QPixmap

from core import Array

from . import svg, tokens

MapKind = Literal["sequential", "diverging"]
ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "panel",
    QPalette.ColorRole.AlternateBase: "sunken",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "text_3",
    QPalette.ColorRole.Button: "panel",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "on_accent",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent_text",
    QPalette.ColorRole.LinkVisited: "accent_text",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Light: "raised",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Mid: "line_strong",
    QPalette.ColorRole.Dark: "control",
    QPalette.ColorRole.Shadow: "shadow",
}
WORDS = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
    QPalette.ColorRole.PlaceholderText,
)


class Theme:
    """One look, light or dark. ``theme["accent"]`` is the QColor of a token."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.tokens = tokens.THEMES[name]
        self.tables = {kind: colour_table(stops) for kind, stops in tokens.MAPS[name].items()}
        """Colour map by kind, each (256, 4) uint8: red, green, blue, alpha from low to high."""
        self._fonts: dict[tuple[str, int | None], QFont] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}

    @property
    def dark(self) -> bool:
        return self.name == "dark"

    def __getitem__(self, token: str) -> QColor:
        return QColor(self.tokens[token])

    def faded(self, token: str, opacity: float) -> QColor:
        """The colour of a token at an opacity from 0 to 1."""
        colour = self[token]
        colour.setAlphaF(opacity)
        return colour

    def class_colour(self, index: int) -> QColor:
        """The colour of class ``index``; there are ten, and an eleventh class begins again."""
        colours = tokens.CLASSES[self.name]
        return QColor(colours[index % len(colours)])

    def table(self, kind: MapKind) -> Array:
        """The colour map as (256, 4) uint8, red to alpha: what numpy and pyqtgraph look colours up in."""
        return self.tables[kind]

    def colours(self, values: Any, kind: MapKind = "sequential", limit: float | None = None) -> Array:
        """Values of any shape through a colour map: that shape with 4 uint8 behind it.

        Sequential maps show 0 to ``limit``, diverging ones -limit to limit. Without a limit it is the largest value,
        and for a diverging map the 99.5th percentile of the absolute values, so that one outlier does not fade the
        rest. Values that are no numbers are shown as zero.
        """
        numbers = np.asarray(values, float)
        if limit is None:
            known = numbers[np.isfinite(numbers)]
            reach = np.percentile(np.abs(known), 99.5) if kind == "diverging" and known.size else known.max(initial=0.0)
            limit = float(reach)
        share = np.clip(np.nan_to_num(numbers), -abs(limit), abs(limit)) / (abs(limit) or 1.0)
        if kind == "diverging":
            share = (share + 1) / 2
        return self.tables[kind][np.rint(np.clip(share, 0, 1) * 255).astype(np.uint8)]

    def colour(self, value: float, kind: MapKind = "sequential") -> QColor:
        """One colour of a map, of a value from 0 (diverging: -1) to 1."""
        red, green, blue, _ = self.colours(value, kind, 1.0)
        return QColor(int(red), int(green), int(blue))

    def image(self, values: Any, kind: MapKind = "sequential", limit: float | None = None) -> QImage:
        """A matrix (rows, columns) as an image of one pixel per value that owns its bytes; scaled as ``colours``."""
        pixels = np.ascontiguousarray(self.colours(values, kind, limit))
        rows, columns, _ = pixels.shape
        return QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGBA8888).copy()

    def font(self, style: str = "body", weight: int | None = None) -> QFont:
        """The font of a style of type, with figures of equal width."""
        key = (style, weight)
        if key not in self._fonts:
            self._fonts[key] = self._made_font(style, weight)
        return QFont(self._fonts[key])

    def _made_font(self, style: str, weight: int | None) -> QFont:
        pixels, usual, _ = tokens.TYPE[style]
        font = QFont(families("code" if style == "code" else "text"))
        font.setPixelSize(pixels)
        font.setWeight(QFont.Weight(weight or usual))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        font.setFeature(QFont.Tag("tnum"), 1)
        if style in ("heading", "display"):
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, -0.3)
        return font

    def icon(self, name: str, colour: str = "text_2", size: int = tokens.SIZE["icon"]) -> QIcon:
        """An icon in the colour of a token; checked buttons show it in the accent, disabled ones pale."""
        return svg.icon(lambda token, ratio: self.pixmap(name, token, size, ratio), colour)

    def pixmap(self, name: str, colour: str = "text_2", size: int = tokens.SIZE["icon"], ratio: float = 1.0) -> QPixmap:
        """An icon as a picture of ``size`` for a device pixel ratio; made once."""
        key = (name, colour, size, ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = svg.pixmap(name, self.tokens[colour], size, ratio)
        return self._pixmaps[key]

    def palette(self) -> QPalette:
        """What Qt's own style asks for."""
        palette = QPalette()
        for role, token in ROLES.items():
            palette.setColor(role, self[token])
        for role in WORDS:
            palette.setColor(QPalette.ColorGroup.Disabled, role, self["disabled"])
        palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Highlight, self["line_strong"])
        return palette

    def sheet(self) -> str:
        """The style sheet with this theme's values in the place of ``$names``."""
        folder = resources.files(__package__)
        names: dict[str, str] = dict(self.tokens)
        for style, (pixels, weight, _) in tokens.TYPE.items():
            names[f"type_{style}"] = f"font-size: {pixels}px; font-weight: {weight};"
        names["code_family"] = ", ".join(f'"{family}"' for family in families("code"))
        for glyph in folder.joinpath("glyphs").iterdir():
            names["glyph_" + glyph.name.removesuffix(".svg")] = f'url("{str(glyph).replace(chr(92), "/")}")'
        return string.Template(folder.joinpath("sheet.qss").read_text(encoding="utf-8")).substitute(names)


def colour_table(stops: list[str]) -> Array:
    """(256, 4) uint8 between colours written as #RRGGBB, spaced evenly."""
    colours = np.array([[int(stop[i : i + 2], 16) for i in (1, 3, 5)] for stop in stops], float)
    at, places = np.linspace(0, 1, 256), np.linspace(0, 1, len(stops))
    table = np.full((256, 4), 255, np.uint8)
    for channel in range(3):
        table[:, channel] = np.rint(np.interp(at, places, colours[:, channel]))
    table.setflags(write=False)
    return table


@functools.cache
def families(kind: str) -> list[str]:
    """The families of ``text`` or ``code`` that this system has, best first; its own font where it has none of them."""
    known = set(QFontDatabase.families())
    found = [family for family in tokens.FAMILIES[kind] if family in known]
    system = QFontDatabase.SystemFont.FixedFont if kind == "code" else QFontDatabase.SystemFont.GeneralFont
    return found or [QFontDatabase.systemFont(system).family()]
