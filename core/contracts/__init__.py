"""The numeric checks that a component must pass, in this process or in a throw-away one.

``check`` examines one component, ``check_file`` a plugin's file, ``check_in_child`` the same where it can do no harm.
Errors tell file, line, method, what was expected, what was found and what to do; hints tell what works but could be
better.
"""

from .checking import check
from .probe import Breach
from .slopes import slopes, slopes_of_number
from .vetting import Vetted, check_file, check_in_child

__all__ = ["Breach", "Vetted", "check", "check_file", "check_in_child", "slopes", "slopes_of_number"]
