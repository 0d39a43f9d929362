"""What a reference alone says of the views: the start of a painting, see
paint/multiview/draft.go, which this follows.

The reference is laid through the object along its own viewing direction, so that every
point has the colour of the pixel in front of it. Where it is not seen there, because
something nearer hides it, the colour is that of a wide surrounding: what lies behind a
pattern rarely has that pattern, but often its colours.
"""

import math

import torch
import torch.nn.functional as F

FITTED = 1.15  # the width of the cube that positions are given in
CELLS = 96  # of the grid that tells what hides what, along the longer side
SAME_DEPTH = 0.03  # fitted units behind the nearest point of a cell that still are seen
SOFTNESS = 24  # sides of a picture are this many times the reach of one blur


def positions_of(pictures):
    """Positions [..., 3] of pictures of them, channels last in 0..255."""
    return (0.5 - (pictures.float() + 0.5) / 255) * FITTED


def on_picture(points, azimuth, elevation):
    """Where parallel rays put points [n,3] on a picture, right and down [n,2], and how
    near they are to the camera [n]."""
    e, a = math.radians(-elevation), math.radians(azimuth + 90)
    right = torch.tensor([-math.sin(a), math.cos(a), 0])
    down = torch.tensor([-math.sin(e) * math.cos(a), -math.sin(e) * math.sin(a), math.cos(e)])
    return torch.stack([points @ right, points @ down], -1), points @ torch.linalg.cross(right, down)


def in_front(points, nearness):
    """Which points on a picture [n,2] nothing hides."""
    first, last = box(points)
    cells = ((points - first) / (last - first).amax().clamp(min=1e-6) * (CELLS - 1) + 0.5).long()
    cell = cells[:, 1] * CELLS + cells[:, 0]
    nearest = torch.full((CELLS * CELLS,), -math.inf).scatter_reduce(0, cell, nearness, "amax")
    return nearness > nearest[cell] - SAME_DEPTH


def soften(picture):
    """Blurs a picture [3,s,s] by two boxes, whose edges repeat those of the picture."""
    reach = picture.shape[-1] // SOFTNESS
    for _ in range(2):
        picture = F.avg_pool2d(F.pad(picture[None], (reach,) * 4, mode="replicate"), 2 * reach + 1, 1)[0]
    return picture


def box(points):
    return points.amin(0), points.amax(0)


def grow(picture, mask):
    """Continues colours [3,s,s] beyond their mask [s,s] with those of coarser and coarser
    pictures (Gortler et al., "The lumigraph", 1996, section 3.4). s is a power of two."""
    levels = [(picture * mask, mask[None])]
    while levels[-1][1].shape[-1] > 1:
        levels.append(tuple(F.avg_pool2d(t[None], 2)[0] for t in levels[-1]))
    colour, weight = levels.pop()
    filled = colour / weight.clamp(min=1e-6)
    while levels:
        colour, weight = levels.pop()
        filled = filled.repeat_interleave(2, 1).repeat_interleave(2, 2)
        filled = torch.where(weight > 0, colour / weight.clamp(min=1e-6), filled)
    return filled


def draft(positions, masks, reference, reference_mask, camera):
    """Views [v,s,s,3] in 0..255 of an object from one reference [s,s,3]."""
    seen = masks > 127
    points, nearness = on_picture(positions_of(positions[seen]), *camera.tolist())
    inside = reference_mask > 229
    rows, columns = inside.nonzero(as_tuple=True)
    views = torch.full(positions.shape, 255, dtype=torch.uint8)
    if not len(rows) or not len(points):
        return views
    first, last = box(points)
    low, high = torch.stack([columns.min(), rows.min()]), torch.stack([columns.max(), rows.max()])
    at = low + (points - first) / (last - first).clamp(min=1e-6) * (high - low)
    grown = grow(reference.float().movedim(-1, 0), inside.float())
    size = reference.shape[0]
    column, row = (at + 0.5).long().clamp(0, size - 1).unbind(-1)
    hidden = ~in_front(points, nearness)
    colours = torch.where(hidden, soften(grown)[:, row, column], grown[:, row, column])
    views[seen] = colours.T.round().to(torch.uint8)
    return views
