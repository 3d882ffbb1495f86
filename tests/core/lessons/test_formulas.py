"""Formulas in plain text."""

import pytest

from core.lessons.formulas import plain


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\frac{1}{n} \sum_i (p_i - y_i)^2", "1 / n Σ_i (p_i - y_i)²"),
        (r"\frac{x - \bar{x}}{255}", "(x - mean x) / 255"),
        (r"w \sim N\left(0, \frac{1}{n_\mathrm{in}}\right)", "w ~ N(0, 1 / n_in)"),
        (r"\theta \leftarrow (1 - \lambda) \theta", "θ ← (1 - λ) θ"),
        (r"\frac{\partial L}{\partial W} = x^T d", "(∂ L) / (∂ W) = xᵀ d"),
        (r"\sqrt{\frac{2}{n}}", "√(2 / n)"),
        (r"e^{z_k - \max z}", "e^(z_k - max z)"),
        (r"784 \cdot \epsilon \le 3", "784 · ε ≤ 3"),
    ],
)
def test_a_formula_can_be_read_aloud(latex, expected):
    assert plain(latex) == expected


@pytest.mark.parametrize("latex", ["", "}", "{{{", r"\frac{1}", r"\frac{" * 50, "^_", r"\unknown{x}", "a" * 10_000])
def test_a_broken_formula_is_still_text(latex):
    assert isinstance(plain(latex), str)
    assert not set(plain(latex)) & set("{}\\")
