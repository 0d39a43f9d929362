"""Pictures of how a training stands."""

import torch
from PIL import Image

from shards import to_pictures


def write_sheet(path, rows):
    """Writes rows of pictures [n,3,h,w] in -1..1, one below the other."""
    lines = [torch.cat(list(to_pictures(row)), dim=1) for row in rows]
    width = max(line.shape[1] for line in lines)
    pad = lambda line: torch.nn.functional.pad(line, (0, 0, 0, width - line.shape[1]), value=255)
    Image.fromarray(torch.cat([pad(line) for line in lines]).numpy()).save(path)
