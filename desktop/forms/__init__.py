"""Forms made from what components declare: nobody writes a field twice."""

from .fold import Fold
from .form import SettingsForm
from .picker import ComponentPicker
from .rows import SettingRow, in_words

__all__ = ["ComponentPicker", "Fold", "SettingRow", "SettingsForm", "in_words"]
