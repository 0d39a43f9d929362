"""Writes the model as the program embeds it: python export.py CONFIGURATION OUT FOLDER

FOLDER becomes a folder in the layout of diffusers, with weights in float16. What the
program should know besides stands in model_index.json under _patina: the size of the
views, and the presets as they were measured.
"""

import argparse
import json
import pathlib

import torch
from safetensors.torch import save_file

from latents import scaling_factor
from schedule import CONFIGURATION
from training import open_configuration


def write_json(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2) + "\n")


def write_component(folder, config, state):
    write_json(folder / "config.json", config)
    tensors = {name: tensor.half().contiguous() for name, tensor in state.items()}
    for name, tensor in tensors.items():
        if not torch.isfinite(tensor).all():
            raise SystemExit(f"{name} does not fit into float16")
    save_file(tensors, folder / "diffusion_pytorch_model.safetensors", metadata={"format": "pt"})


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("configuration")
    parser.add_argument("out", help="folder of the trainings")
    parser.add_argument("folder")
    options = parser.parse_args()
    configuration = open_configuration(options.configuration)
    out, folder = pathlib.Path(options.out), pathlib.Path(options.folder)
    averaged = lambda name: torch.load(out / f"{name}.pt", map_location="cpu", weights_only=True)["averaged"]
    first = configuration["denoiser"]["phases"][0]["size"]
    write_json(folder / "model_index.json", {
        "_class_name": "HunyuanPaintPipeline",
        "_patina": configuration["patina"],
        "unet": ["modules", "UNet2p5DConditionModel"],
        "vae": ["diffusers", "AutoencoderKL"],
        "scheduler": ["diffusers", CONFIGURATION["_class_name"]],
    })
    write_json(folder / "scheduler" / "scheduler_config.json", CONFIGURATION)
    vae = {**configuration["vae"], "scaling_factor": round(scaling_factor(out / f"latents-{first}"), 5)}
    write_component(folder / "vae", vae, averaged("decoder"))
    write_component(folder / "unet", configuration["unet"], averaged("denoiser"))


if __name__ == "__main__":
    main()
