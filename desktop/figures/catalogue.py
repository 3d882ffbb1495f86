"""Which renderer shows which kind of figure."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from core import Bars, Diagram, Figure, Frames, Heatmap, Histogram, Image, Lines, Note, Panels, Points, Table, Tiles
from desktop.look import Theme

from .bars import BarsRenderer
from .diagram import DiagramRenderer
from .frames import FramesRenderer
from .heatmap import HeatmapRenderer
from .histogram import HistogramRenderer
from .image import ImageRenderer
from .lines import LinesRenderer
from .note import NoteRenderer
from .panels import PanelsRenderer
from .points import PointsRenderer
from .renderer import Renderer
from .table import TableRenderer
from .tiles import TilesRenderer

RENDERERS: dict[type[Figure], type[Renderer]] = {
    Lines: LinesRenderer,
    Bars: BarsRenderer,
    Image: ImageRenderer,
    Tiles: TilesRenderer,
    Points: PointsRenderer,
    Heatmap: HeatmapRenderer,
    Histogram: HistogramRenderer,
    Table: TableRenderer,
    Note: NoteRenderer,
    Diagram: DiagramRenderer,
    Panels: PanelsRenderer,
    Frames: FramesRenderer,
}


def renderer_for(figure: Figure, theme: Theme, held: Renderer | None = None, parent: QWidget | None = None) -> Renderer:
    """The renderer already held where it shows figures of this kind, otherwise a new one."""
    kind = RENDERERS[type(figure)]
    return held if type(held) is kind else kind(theme, parent)
