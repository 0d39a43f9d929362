"""Reads the files that assets/training/render writes."""

import pathlib

import torch
from safetensors import safe_open

OBJECTS_A_FILE = 32


class Shards:
    """All files of a folder, as one list of objects in the order of their seeds."""

    def __init__(self, folder):
        seed = lambda path: int(path.stem.split("-")[-1])
        self.paths = sorted(pathlib.Path(folder).glob("objects-*.safetensors"), key=seed)
        if not self.paths:
            raise SystemExit(f"there are no objects-*.safetensors in {folder}: make them with assets/training/render")
        self.files = [safe_open(path, "pt") for path in self.paths]
        self.counts = [file.get_slice("views").get_shape()[0] for file in self.files]

    def __len__(self):
        return sum(self.counts)

    def pictures(self, name, file, rows):
        """Rows of a tensor of a file as uint8, channels last."""
        return self.files[file].get_slice(name)[rows]


def to_network(pictures):
    """Pictures [..., h, w, 3] in 0..255 become [..., 3, h, w] in -1..1."""
    return pictures.movedim(-1, -3).float() / 127.5 - 1


def to_pictures(images):
    """The way back: [..., 3, h, w] in -1..1 become uint8 [..., h, w, 3]."""
    return ((images.float().clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8).movedim(-3, -1)
