"""Trains the autoencoder: python autoencoder.py CONFIGURATION OBJECTS OUT

It learns albedo views, lit references, normals and positions alike, on crops around
the objects. The loss is the absolute difference of pixels and of their gradients, and a
little divergence from the normal distribution (Kingma and Welling, "Auto-encoding
variational Bayes", 2014). Three of the latents are anchored to the mean colour of the
pixels that they stand for, firmly at first: without that the network is grey for long,
and latents that look like small pictures are easy to denoise.
"""

import argparse

import torch
import torch.nn.functional as F

from networks import Autoencoder
from sheets import write_sheet
from shards import OBJECTS_A_FILE, Shards, to_network
from training import Training, evaluating, half_precision, open_configuration, phase_at

KINDS = ["views", "views", "views", "references", "normals", "positions"]
EXAMPLES_A_FILE = 4  # opening another file for every crop costs more than the crop


def crops(shards, count, size, random):
    """Crops [count,3,size,size], most of them with some of an object in them."""
    draw = lambda n: int(torch.randint(n, (), generator=random))
    out = []
    while len(out) < count:
        file, name = draw(len(shards.files)), KINDS[draw(len(KINDS))]
        row = draw(shards.counts[file])
        pictures = shards.pictures(name, file, slice(row, row + 1))[0]
        for _ in range(EXAMPLES_A_FILE):
            picture = pictures[draw(len(pictures))]
            height, width = picture.shape[:2]
            x, y = draw(width - size + 1), draw(height - size + 1)
            crop = picture[y:y + size, x:x + size]
            if int(crop.amax()) - int(crop.amin()) > 8 or draw(8) == 0:
                out.append(crop)
    order = torch.randperm(3, generator=random)
    return to_network(torch.stack(out[:count]))[:, order]


def differences(a, b):
    """Mean absolute difference of pictures, and of their gradients."""
    across = lambda t: t[..., :, 1:] - t[..., :, :-1]
    down = lambda t: t[..., 1:, :] - t[..., :-1, :]
    return F.l1_loss(a, b), F.l1_loss(across(a), across(b)) + F.l1_loss(down(a), down(b))


def anchor(mean, pictures):
    """Mean squared difference of the first three latents from twice the mean colours."""
    return F.mse_loss(mean[:, :3], 2 * F.avg_pool2d(pictures, 8))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("configuration")
    parser.add_argument("objects")
    parser.add_argument("out")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options = parser.parse_args()
    configuration = open_configuration(options.configuration)
    plan, shards = configuration["autoencoder"], Shards(options.objects)
    torch.manual_seed(configuration["seed"])
    network = Autoencoder(configuration["vae"]).to(options.device, memory_format=torch.channels_last)
    steps = sum(phase["steps"] for phase in plan["phases"])
    training = Training("autoencoder", network, options.out, steps, plan["rate"], 0.998, configuration["seed"])

    def loss_of(step, random):
        phase = phase_at(plan["phases"], step)
        pictures = crops(shards, phase["batch"], phase["crop"], random)
        pictures = pictures.to(options.device).contiguous(memory_format=torch.channels_last)
        with half_precision(options.device):
            mean, logvar = network.encode(pictures)
            noise = torch.randn(mean.shape, generator=random).to(options.device)
            decoded = network.decode(mean + (0.5 * logvar).exp() * noise)
        pixels, edges = differences(decoded.float(), pictures)
        divergence = 0.5 * (mean.square() + logvar.exp() - 1 - logvar).mean()
        anchored = anchor(mean, pictures)
        hold = max(1 - step / plan["anchored"], plan["anchor"])
        squares = F.mse_loss(decoded.float(), pictures).detach()
        parts = {"pixels": pixels, "edges": edges, "divergence": divergence, "anchor": anchored, "psnr": -10 * torch.log10(squares / 4)}
        return pixels + 0.5 * edges + plan["divergence"] * divergence + hold * anchored, parts

    def show(step):
        rows = []
        with evaluating(training.averaged), half_precision(options.device):
            for name in ("views", "references", "normals", "positions"):
                pictures = torch.stack([shards.pictures(name, len(shards.files) - 1, slice(i, i + 1))[0][0] for i in range(6)])
                images = to_network(pictures).to(options.device)
                rows += [images.cpu(), training.averaged.decode(training.averaged.encode(images)[0]).float().cpu()]
        write_sheet(training.folder / f"autoencoder-{step:06d}.png", rows)

    training.run(loss_of, 200, show)


if __name__ == "__main__":
    main()
