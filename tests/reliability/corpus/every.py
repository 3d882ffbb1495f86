"""The whole corpus."""

from corpus import arrays, idx, images, lessons, paths, projects, tables

CASES = [case for part in (idx, tables, arrays, images, projects, lessons, paths) for case in part.CASES]
