"""Your own data from files: tables of numbers, arrays, and folders of images."""
