"""Encodes objects once for all: python latents.py CONFIGURATION OBJECTS OUT

Every object is kept in several variants, which permute the channels of all its colours:
a model that has seen few objects should still have seen all hues on each of them.
"""

import argparse
import pathlib

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

from drafts import draft
from networks import Autoencoder
from shards import OBJECTS_A_FILE, Shards, to_network
from training import half_precision, open_configuration


def permutations(count, variants, random):
    """Orders of the channels [count, variants, 3]; the first one changes nothing."""
    orders = torch.stack([torch.stack([torch.randperm(3, generator=random) for _ in range(variants)]) for _ in range(count)])
    orders[:, 0] = torch.arange(3)
    return orders


class Encoder:
    def __init__(self, network, size, device):
        self.network, self.size, self.device = network, size, device

    def __call__(self, images):
        """Pictures [...,3,h,w] in -1..1 become the means [...,4,size/8,size/8], float16."""
        flat = images.flatten(0, -4).to(self.device)
        flat = F.interpolate(flat, (self.size, self.size), mode="area") if flat.shape[-1] != self.size else flat
        with torch.no_grad(), half_precision(self.device):
            means = [self.network.encode(part.contiguous(memory_format=torch.channels_last))[0] for part in flat.split(32)]
        means = torch.cat(means)
        return means.half().cpu().unflatten(0, images.shape[:-3])


def encode_file(shards, file, encode, variants, random):
    """Latents of all objects of a file. Each variant has a reference of its own."""
    pictures = lambda name: shards.pictures(name, file, slice(None))
    raw = {name: pictures(name) for name in ("views", "masks", "positions", "normals", "references", "reference_masks", "cameras")}
    count, references = raw["references"].shape[:2]
    orders = permutations(count, variants, random)
    chosen = torch.stack([torch.randperm(references, generator=random) for _ in range(count)])
    chosen[:, 0] = 0
    out = {"views": [], "references": [], "drafts": []}
    for k in range(variants):
        shown = [(i, int(chosen[i, k % references])) for i in range(count)]
        drafts = torch.stack([
            draft(raw["positions"][i], raw["masks"][i], raw["references"][i, r], raw["reference_masks"][i, r], raw["cameras"][i, r])
            for i, r in shown])
        turn = lambda images: torch.stack([image[..., order] for image, order in zip(images, orders[:, k])])
        out["views"].append(encode(to_network(turn(raw["views"]))))
        out["references"].append(encode(to_network(turn(torch.stack([raw["references"][i, r] for i, r in shown])))))
        out["drafts"].append(encode(to_network(turn(drafts))))
    masks = raw["masks"].float() / 255
    return {
        **{name: torch.stack(tensors, 1) for name, tensors in out.items()},
        "normals": encode(to_network(raw["normals"])), "positions": encode(to_network(raw["positions"])),
        "masks": F.interpolate(masks, (encode.size // 8,) * 2, mode="area").half(),
    }


def open_autoencoder(configuration, folder, device):
    network = Autoencoder(configuration["vae"])
    state = torch.load(pathlib.Path(folder) / "autoencoder.pt", map_location="cpu", weights_only=True)
    network.load_state_dict(state["averaged"])
    return network.to(device, memory_format=torch.channels_last).eval().requires_grad_(False)


def scaling_factor(folder):
    """What makes the latents of views vary by 1."""
    path = min(pathlib.Path(folder).glob("latents-*.safetensors"), key=lambda p: int(p.stem.split("-")[-1]))
    return 1 / float(load_file(path)["views"].float().std())


def encode_all(network, shards, out, plan, device):
    """Encodes the first objects at one size; files that are there are kept."""
    encode = Encoder(network, plan["size"], device)
    folder = pathlib.Path(out) / f"latents-{plan['size']}"
    folder.mkdir(parents=True, exist_ok=True)
    for file, path in enumerate(shards.paths[:-(-plan["count"] // OBJECTS_A_FILE)]):
        encoded = folder / path.name.replace("objects", "latents")
        if encoded.exists():
            continue
        random = torch.Generator().manual_seed(int(path.stem.split("-")[-1]))
        tensors = encode_file(shards, file, encode, plan["variants"], random)
        save_file({name: t.contiguous() for name, t in tensors.items()}, encoded.with_suffix(".new"))
        encoded.with_suffix(".new").rename(encoded)
        print(encoded, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("configuration")
    parser.add_argument("objects")
    parser.add_argument("out", help="folder with autoencoder.pt")
    parser.add_argument("--size", type=int, help="this size alone")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options = parser.parse_args()
    configuration, shards = open_configuration(options.configuration), Shards(options.objects)
    network = open_autoencoder(configuration, options.out, options.device)
    for plan in configuration["latents"]:
        if options.size in (None, plan["size"]):
            encode_all(network, shards, options.out, plan, options.device)


if __name__ == "__main__":
    main()
