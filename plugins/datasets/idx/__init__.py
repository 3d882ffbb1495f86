"""Images in the format of MNIST: any four such files, and MNIST itself, which is downloaded once."""

from core import BadData, Dataset, hookimpl, setting

from .download import cache_folder, fetch
from .folder import find_files, read_folder


class Idx(Dataset):
    """Images and labels from four files in the manner of MNIST, gzipped or not, of any size and number of classes."""

    folder: str = setting(default="", unit="folder", needed=True, help="The folder that holds the four files")

    def load(self, rng, progress):
        """As many classes as the training labels name, at most 256. Raises BadData."""
        if not self.folder:
            raise BadData(
                "idx: expected a folder, found none; choose the folder of the four files, as in idx:FOLDER",
                code="missing",
            )
        return read_folder(self.folder, progress)


class Mnist(Dataset):
    """Handwritten digits, 60,000 to train on and 10,000 to test with, 28 x 28 (LeCun, Cortes and Burges, 1998)."""

    folder: str = setting(default="", unit="folder", help="Where the four files are; empty for a downloaded copy")

    def is_here(self):
        """Whether a folder is given, or the downloaded copy has its four files."""
        return bool(self.folder) or len(find_files(cache_folder())) == 4

    def load(self, rng, progress):
        """From the folder, or else from the copy in the user's cache, downloaded where that is not whole."""
        if self.folder:
            return _digits(self.folder, progress)
        folder = cache_folder()
        try:
            return _digits(folder, progress)
        except BadData:
            fetch(folder, lambda share, words: progress(0.9 * share, words))
            return _digits(folder, lambda share, words: progress(0.9 + 0.1 * share, words))


def _digits(folder, progress):
    return read_folder(folder, progress, size=(28, 28), classes=10)


@hookimpl
def datasets():
    return [Idx, Mnist]
