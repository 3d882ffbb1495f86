"""LaTeX as plain text, for whoever hears, copies or cannot draw a formula: near enough, and never wrong."""

from __future__ import annotations

import re

GREEK = "alpha beta gamma delta epsilon eta theta lambda mu pi rho sigma tau phi omega"
SIGNS = dict(zip(GREEK.split(), "αβγδεηθλμπρστφω", strict=True)) | {
    **{"Delta": "Δ", "Sigma": "Σ", "nabla": "∇", "partial": "∂", "infty": "∞", "ell": "ℓ", "sum": "Σ", "prod": "Π"},
    **{"cdot": "·", "times": "×", "odot": "⊙", "pm": "±", "leftarrow": "←", "rightarrow": "→", "to": "→", "sim": "~"},
    **{"le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "in": "∈", "mid": "|"},
    **{"ldots": "...", "dots": "...", "cdots": "...", "quad": "  ", "qquad": "   ", "top": "T", "propto": "∝"},
}
UPPER = {"2": "²", "3": "³", "T": "ᵀ", "-1": "⁻¹"}
GROUP = r"\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"
NAMES = re.compile(r"\\(?:mathrm|mathbf|mathit|mathbb|mathcal|text|textbf|operatorname|boldsymbol)" + GROUP)
ACCENTS = re.compile(r"\\(bar|hat|tilde|vec|dot|overline)" + GROUP)
FRACTION = re.compile(r"\\[dt]?frac" + GROUP + GROUP)
ROOT = re.compile(r"\\sqrt" + GROUP)
MARKS = {"bar": "mean ", "overline": "mean ", "hat": "estimated ", "tilde": "~", "vec": "", "dot": "d/dt "}


def plain(latex: str) -> str:
    """``\\\\frac{a + b}{2}`` as ``(a + b) / 2``."""
    text = re.sub(r"\\(?:left|right|big|Big|bigl|bigr|displaystyle|,|;|!|:|limits)(?![a-zA-Z])", "", latex)
    before = ""
    while before != text:
        before = text
        text = NAMES.sub(r"\1", text)
        text = ROOT.sub(lambda m: f"√({m[1]})", text)
        text = ACCENTS.sub(lambda m: MARKS[m[1]] + m[2], text)
        text = FRACTION.sub(lambda m: f"{_held(m[1])} / {_held(m[2])}", text)
    text = re.sub(r"\\begin\{\w+\}|\\end\{\w+\}|&", " ", text).replace(r"\\", "; ")
    text = re.sub(r"\\([a-zA-Z]+)", lambda m: SIGNS.get(m[1], m[1]), text)
    text = re.sub(r"\^" + GROUP, lambda m: UPPER.get(m[1].strip(), f"^{_held(m[1])}"), text)
    text = re.sub(r"\^(\w)", lambda m: UPPER.get(m[1], f"^{m[1]}"), text)
    text = re.sub(r"_" + GROUP, lambda m: "_" + m[1].strip().replace(" ", ""), text)
    return " ".join(re.sub(r"[{}\\]", "", text).split())


def _held(text: str) -> str:
    """In brackets where it is more than one thing."""
    inner = text.strip()
    return inner if re.fullmatch(r"\\?\w+|\d+(\.\d+)?|\w_\w", inner) else f"({inner})"
