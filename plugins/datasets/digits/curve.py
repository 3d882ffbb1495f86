"""From a few control points to a smooth line."""

import numpy as np


def natural_spline(knots, at):
    """What each control point adds to a natural cubic spline: (len(at), len(knots)), so that ``matrix @ values`` is it.

    ``knots`` are the increasing parameters of the control points, ``at`` those of the wanted points. Between two knots
    the curve is the cubic given by both ends' values and second derivatives; these solve the usual tridiagonal system
    and are zero at the two ends (de Boor, A Practical Guide to Splines, chapter 4).
    """
    gaps = np.diff(knots)
    inner = np.arange(1, len(knots) - 1)
    system = np.eye(len(knots))
    system[inner, inner - 1] = gaps[:-1]
    system[inner, inner] = 2 * (gaps[:-1] + gaps[1:])
    system[inner, inner + 1] = gaps[1:]
    values = np.zeros_like(system)
    values[inner, inner - 1] = 6 / gaps[:-1]
    values[inner, inner] = -6 / gaps[:-1] - 6 / gaps[1:]
    values[inner, inner + 1] = 6 / gaps[1:]
    seconds = np.linalg.solve(system, values)

    left = np.clip(np.searchsorted(knots, at, side="right") - 1, 0, len(gaps) - 1)
    gap = gaps[left]
    to_right, to_left = knots[left + 1] - at, at - knots[left]
    matrix = seconds[left] * ((to_right**3 / gap - to_right * gap) / 6)[:, None]
    matrix += seconds[left + 1] * ((to_left**3 / gap - to_left * gap) / 6)[:, None]
    rows = np.arange(len(at))
    matrix[rows, left] += to_right / gap
    matrix[rows, left + 1] += to_left / gap
    return matrix


def even_spline(control, spacing):
    """A spline matrix whose points lie about ``spacing`` apart on the curve through ``control`` (k, 2).

    Knots are centripetal, the square root of each chord apart, which keeps sharp turns free of loops (Lee 1989).
    """
    knots = np.concatenate([[0], np.cumsum(np.sqrt(lengths(control) + 1e-3))])
    fine = np.linspace(0, knots[-1], 200)
    along = np.concatenate([[0], np.cumsum(lengths(natural_spline(knots, fine) @ control))])
    count = max(FEWEST, int(np.ceil(along[-1] / spacing)) + 1)
    return natural_spline(knots, np.interp(np.linspace(0, along[-1], count), along, fine))


FEWEST = 5
"""Points of the shortest piece."""


def lengths(points):
    """The distance from each point (k, 2) to the next: (k - 1,)."""
    return np.hypot(*np.diff(points, axis=0).T)
