"""How inknet looks: tokens, themes, icons, and the switch between light and dark."""

from .switch import ThemeSwitch, apply
from .theme import Theme, families

__all__ = ["Theme", "ThemeSwitch", "apply", "families"]
