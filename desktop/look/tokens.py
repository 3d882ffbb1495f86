"""The values of the look, as plain data. Widgets ask a theme for names and never write a colour themselves."""

LIGHT = {
    # surfaces, from the back to the front
    "window": "#ECEEF2",
    "panel": "#FFFFFF",
    "canvas": "#F6F7F9",
    "sunken": "#F2F3F6",
    "raised": "#FFFFFF",
    "segment": "#FFFFFF",
    "hover": "#ECEEF3",
    "pressed": "#E1E4EB",
    # what parts and what outlines
    "line": "#E2E5EB",
    "line_strong": "#CBD0DA",
    "control": "#858D9B",
    "grid": "#E9EBF0",
    # words
    "text": "#14171D",
    "text_2": "#454C59",
    "text_3": "#626A78",
    "disabled": "#A6ACB8",
    # meaning
    "accent": "#5348D1",
    "accent_hover": "#453AC0",
    "accent_text": "#4A3FC4",
    "accent_soft": "#EDECFC",
    "on_accent": "#FFFFFF",
    "success": "#11734A",
    "success_soft": "#E2F4EA",
    "warning": "#8A5200",
    "warning_soft": "#FDF1DA",
    "warning_mark": "#E59A12",
    "danger": "#BE2338",
    "danger_soft": "#FDEAEC",
    "focus": "#5348D1",
    "shadow": "#1A1F2E",
    # data
    "positive": "#176AB0",
    "negative": "#BC4B07",
    "train": "#6E66D2",
    "test": "#241B86",
    "third": "#0B766B",
    "paper": "#FFFFFF",
    "ink": "#10183A",
    # code
    "code_keyword": "#5B3CC4",
    "code_string": "#0F6E4F",
    "code_number": "#A8470A",
    "code_comment": "#5F6774",
    "code_name": "#14171D",
    "code_class": "#0B62A8",
    "code_line": "#F4F5F8",
}

DARK = {
    "window": "#0D0F13",
    "panel": "#17191F",
    "canvas": "#111318",
    "sunken": "#1F222A",
    "raised": "#20232B",
    "segment": "#363C49",
    "hover": "#262A33",
    "pressed": "#303540",
    "line": "#272B34",
    "line_strong": "#3B414D",
    "control": "#737C8C",
    "grid": "#22262E",
    "text": "#ECEEF3",
    "text_2": "#B7BDC9",
    "text_3": "#929AA9",
    "disabled": "#5A616E",
    "accent": "#6A60E8",
    "accent_hover": "#5D53DC",
    "accent_text": "#ABA5FF",
    "accent_soft": "#29274A",
    "on_accent": "#FFFFFF",
    "success": "#57CB94",
    "success_soft": "#15301F",
    "warning": "#F0B54A",
    "warning_soft": "#352814",
    "warning_mark": "#F0B54A",
    "danger": "#FF858C",
    "danger_soft": "#3A1A20",
    "focus": "#ABA5FF",
    "shadow": "#000000",
    "positive": "#55ABF2",
    "negative": "#F58B3E",
    "train": "#8A82E6",
    "test": "#DAD7FF",
    "third": "#3FC4B4",
    "paper": "#0B0D11",
    "ink": "#F3F5FA",
    "code_keyword": "#B9A7FF",
    "code_string": "#7FD1A6",
    "code_number": "#F5A56B",
    "code_comment": "#8B93A3",
    "code_name": "#ECEEF3",
    "code_class": "#7CC0FA",
    "code_line": "#1D2027",
}

THEMES = {"light": LIGHT, "dark": DARK}

MAPS = {
    "light": {
        "sequential": ["#FFFFFF", "#D5DBF3", "#8F9BD6", "#4A55A8", "#10183A"],
        "diverging": ["#7A2F00", "#C9520B", "#F0A878", "#F7F7F9", "#8FC0EA", "#1B74C0", "#083B6B"],
    },
    "dark": {
        "sequential": ["#0B0D11", "#2A2F57", "#5C66B4", "#A5B0E8", "#F3F5FA"],
        "diverging": ["#FFC59A", "#F58B3E", "#8A4312", "#17191F", "#1B5688", "#55ABF2", "#BFE2FF"],
    },
}
"""Colour stops from low to high. A sequential map begins at the paper, so nothing means nothing."""

CLASSES = {
    "light": [
        "#1F9DD9",
        "#B5450A",
        "#17806C",
        "#5D094D",
        "#3B068D",
        "#FA109C",
        "#939B27",
        "#8F4EF8",
        "#880C09",
        "#160AD8",
    ],
    "dark": [
        "#7AC1F5",
        "#F0A957",
        "#78FAF4",
        "#B03A5E",
        "#9584F7",
        "#B88090",
        "#D7FA2F",
        "#9205FA",
        "#FA3119",
        "#4D69AA",
    ],
}
"""One colour per class, in order, always shown beside the name of the class."""

TYPE = {
    "caption": (11, 500, 16),
    "small": (12, 400, 16),
    "number": (12, 500, 16),
    "body": (13, 400, 20),
    "strong": (13, 600, 20),
    "code": (13, 400, 20),
    "reading": (14, 400, 22),
    "title": (15, 600, 22),
    "heading": (20, 600, 28),
    "display": (28, 650, 36),
}
"""Styles of type: pixels, weight, line height in pixels."""

FAMILIES = {
    "text": ["Inter", "Segoe UI Variable Text", "SF Pro Text", "Noto Sans", "DejaVu Sans"],
    "code": ["JetBrains Mono", "Cascadia Mono", "SF Mono", "DejaVu Sans Mono"],
}
SPACE = {"hair": 2, "tight": 4, "small": 8, "medium": 12, "large": 16, "section": 24, "page": 32}
RADIUS = {"chip": 4, "control": 6, "card": 8, "sheet": 12}
WIDTH = {
    "hair": 1,
    "series": 1.25,
    "series_strong": 2,
    "focus": 2,
    "edge_least": 0.4,
    "edge_most": 2.6,
    "icon": 1.75,
}
SIZE = {
    "toolbar": 48,
    "status": 28,
    "control": 28,
    "control_large": 32,
    "target": 28,
    "icon": 18,
    "icon_dock": 16,
    "icon_inline": 14,
    "dock_header": 34,
    "left": 264,
    "left_small": 240,
    "right": 336,
    "right_small": 300,
    "neuron": 18,
    "card": 148,
}
MOTION = {"instant": 0, "hover": 90, "state": 140, "move": 180, "panel": 220}
"""Milliseconds of each movement; all 0 where the system asks for less motion."""
