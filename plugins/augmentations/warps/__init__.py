"""Images read at places a little beside their pixels: shifted, turned, scaled, sheared, bent, or all of it at once.

Where a pixel of the new image is read from is a sum of a few fields, such as "one to the right everywhere" or "the
more to the right, the lower down it is". Every row draws its own numbers for them.
"""

from core import hookimpl

from .distortion import Distortion
from .elastic import Elastic
from .rotation import Rotation
from .scale import Scale
from .shear import Shear
from .shift import Shift


@hookimpl
def augmentations():
    return [Shift, Rotation, Scale, Shear, Elastic, Distortion]
