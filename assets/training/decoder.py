"""Trains the decoder once more, on what the denoiser predicts: python decoder.py CONFIGURATION OBJECTS OUT

A prediction is not quite what an encoder makes of a picture, and a decoder that has only
seen those turns the difference into blotches. This one learns to paint the truth from
predictions, and goes on decoding encoded pictures as it did. OUT holds the results of
autoencoder.py, latents.py and denoiser.py; the encoder stays as it is.
"""

import argparse
import pathlib

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

from autoencoder import differences
from denoiser import Denoising, Latents
from latents import open_autoencoder, scaling_factor
from networks import Painter
from sheets import write_sheet
from shards import Shards, to_network
from training import Training, evaluating, half_precision, open_configuration

CALLS = (1, 2)  # of the denoiser, as presets make them
SCALE = 8  # pixels that a latent stands for along each side


def predict_all(configuration, plan, folder, device):
    """Predicts the views of all objects that have latents; files that are there are kept."""
    latents = Latents(folder / f"latents-{plan['size']}", configuration["objects"]["held_out"])
    scale = scaling_factor(folder / f"latents-{plan['size']}")
    network = Painter(configuration["unet"])
    state = torch.load(folder / "denoiser.pt", map_location="cpu", weights_only=True)
    network.load_state_dict(state["averaged"])
    network = network.to(device, memory_format=torch.channels_last).eval()
    denoising = Denoising(configuration["denoiser"], None, scale, None, device)
    strength = configuration["patina"]["draft_strength"]
    (folder / "predictions").mkdir(exist_ok=True)
    for first in range(0, latents.count, plan["objects_a_file"]):
        path = folder / "predictions" / f"predictions-{first}.safetensors"
        if path.exists():
            continue
        rows = torch.arange(first, min(first + plan["objects_a_file"], latents.count))
        batch = latents.pick(rows, torch.zeros(len(rows), dtype=torch.long))
        with torch.no_grad():
            calls = CALLS[first // plan["objects_a_file"] % len(CALLS)]
            made = denoising.paint(network, batch, round(calls / strength), strength) / scale
        save_file({"predicted": made.half().contiguous(), "encoded": batch["views"].half().contiguous()}, path.with_suffix(".new"))
        path.with_suffix(".new").rename(path)
        print(path, flush=True)


class Crops:
    """Latents of parts of views, and the pixels that they should become."""

    def __init__(self, shards, folder, plan, held_out):
        first = lambda path: int(path.stem.split("-")[-1])
        files = [load_file(path) for path in sorted((folder / "predictions").glob("predictions-*.safetensors"), key=first)]
        self.latents = {name: torch.cat([file[name] for file in files]) for name in files[0]}
        self.shards, self.held_out, self.plan = shards, held_out, plan
        self.starts = [sum(shards.counts[:i]) for i in range(len(shards.counts))]

    def truth(self, row, view):
        file = max(i for i, start in enumerate(self.starts) if start <= row)
        at = row - self.starts[file]
        return tuple(self.shards.pictures(name, file, slice(at, at + 1))[0, view] for name in ("views", "masks"))

    def batch(self, random):
        """Predicted and encoded latents of the same crops, and the pixels [n,3,size,size]."""
        draw = lambda low, high: int(torch.randint(low, high, (), generator=random))
        size, out = self.plan["crop"], {"predicted": [], "encoded": [], "pixels": []}
        while len(out["pixels"]) < self.plan["batch"]:
            row, view = draw(self.held_out, len(self.latents["encoded"])), draw(0, self.latents["encoded"].shape[1])
            picture, mask = self.truth(row, view)
            room = (picture.shape[0] - size) // SCALE + 1
            x, y = draw(0, room), draw(0, room)
            part = lambda t, step: t[..., y * SCALE // step:(y * SCALE + size) // step, x * SCALE // step:(x * SCALE + size) // step]
            if part(mask, 1).float().mean() < 0.2 * 255:
                continue
            for name in ("predicted", "encoded"):
                out[name].append(part(self.latents[name][row, view], SCALE))
            out["pixels"].append(part(to_network(picture), 1))
        return tuple(torch.stack(out[name]).float() for name in out)


def dissimilarity(a, b, window=7):
    """1 minus the structural similarity (Wang et al., "Image quality assessment: from error
    visibility to structural similarity", 2004) of pictures in -1..1, in square windows."""
    mean = lambda t: F.avg_pool2d(t, window, 1)
    ma, mb = mean(a), mean(b)
    va, vb, cov = mean(a * a) - ma * ma, mean(b * b) - mb * mb, mean(a * b) - ma * mb
    c1, c2 = 0.02 ** 2, 0.06 ** 2
    # Brightness is counted from black, which is -1.
    ma, mb = ma + 1, mb + 1
    return 1 - ((2 * ma * mb + c1) * (2 * cov + c2) / ((ma * ma + mb * mb + c1) * (va + vb + c2))).mean()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("configuration")
    parser.add_argument("objects")
    parser.add_argument("out", help="folder of the trainings")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options = parser.parse_args()
    configuration, folder, shards = open_configuration(options.configuration), pathlib.Path(options.out), Shards(options.objects)
    plan = configuration["decoder"]
    predict_all(configuration, plan, folder, options.device)
    crops = Crops(shards, folder, plan, configuration["objects"]["held_out"])
    network = open_autoencoder(configuration, folder, options.device)
    network.decoder.requires_grad_(True)
    network.post_quant_conv.requires_grad_(True)
    training = Training("decoder", network, folder, plan["steps"], plan["rate"], plan["average"], configuration["seed"])

    def decode(network, latents):
        with half_precision(options.device):
            return network.decode(latents.to(options.device)).float()

    def loss_of(step, random):
        predicted, encoded, pixels = crops.batch(random)
        pixels, keep = pixels.to(options.device), plan["encoded"]
        painted, kept = decode(training.network, predicted), decode(training.network, encoded[:keep])
        off, edges = differences(kept, pixels[:keep])
        apart, unlike = F.l1_loss(painted, pixels), dissimilarity(painted, pixels)
        squares = lambda a, b: -10 * torch.log10(F.mse_loss(a, b).detach() / 4)
        parts = {"apart": apart, "unlike": unlike, "psnr": squares(painted, pixels), "encoded_psnr": squares(kept, pixels[:keep])}
        return apart + plan["structure"] * unlike + 0.25 * (off + 0.5 * edges), parts

    def show(step):
        rows, held = [], range(4)
        with evaluating(training.averaged):
            for row in held:
                for name in ("predicted", "encoded"):
                    rows.append(decode(training.averaged, crops.latents[name][row].float()).cpu())
                rows.append(torch.stack([to_network(crops.truth(row, v)[0]) for v in range(len(rows[-1]))]))
        write_sheet(folder / f"decoder-{step:06d}.png", rows)

    training.run(loss_of, 100, show)


if __name__ == "__main__":
    main()
