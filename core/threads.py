"""How many threads the matrix products may use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """One thread for matrix products inside: for networks of this size more of them mostly wait for each other."""
    with blas_threads(1):
        yield


@contextmanager
def blas_threads(number: int) -> Iterator[None]:
    """So many threads for matrix products inside; equal bits need equal numbers."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(number):
        yield
