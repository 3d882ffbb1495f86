"""What the network learns from: chosen, looked through class by class, made smaller, noisier or one's own."""

from .panel import DataPanel

__all__ = ["DataPanel"]
