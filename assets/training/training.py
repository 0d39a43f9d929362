"""What both trainings share: the precision, the rate, the averages, the log, the checkpoint."""

import contextlib
import copy
import json
import math
import os
import pathlib
import time

import torch
from safetensors.torch import load_file


def open_configuration(path):
    return json.loads(pathlib.Path(path).read_text())


def half_precision(device):
    """Multiplications in bfloat16; sums, norms and weights stay float32. A processor
    without such instructions would take nine times as long for it as in float32."""
    able = device != "cpu" or torch.cpu._is_avx512_bf16_supported()
    return torch.autocast(device, torch.bfloat16, enabled=able)


def begin_from(network, folder):
    """Takes the weights of an exported component, where checkpoints are gone."""
    state = load_file(pathlib.Path(folder) / "diffusion_pytorch_model.safetensors")
    network.load_state_dict({name: tensor.float() for name, tensor in state.items()})


def generator(seed, step):
    """Random numbers of a step, the same however often a training was interrupted."""
    return torch.Generator().manual_seed(seed * 1_000_003 + step)


def rate_at(step, steps, rate, warm=100, cool=0.25):
    """Rises over the first steps, stays, and falls to nothing over the last quarter."""
    left = (steps - step) / (cool * steps)
    return rate * min((step + 1) / warm, 1) * (1 if left >= 1 else 0.5 - 0.5 * math.cos(math.pi * left))


def phase_at(phases, step):
    for phase in phases:
        if step < phase["steps"]:
            return phase
        step -= phase["steps"]
    raise IndexError(step)


class Training:
    """A network with its optimizer and the running average of its weights."""

    def __init__(self, name, network, folder, steps, rate, average, seed):
        self.name, self.network, self.steps, self.rate, self.seed = name, network, steps, rate, seed
        self.average = average
        self.averaged = copy.deepcopy(network).requires_grad_(False)
        self.optimizer = torch.optim.AdamW(network.parameters(), lr=rate, betas=(0.9, 0.99), weight_decay=0.01)
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.step, self.seconds = 0, 0.0
        self.resume()

    @property
    def checkpoint(self):
        return self.folder / f"{self.name}.pt"

    def resume(self):
        if not self.checkpoint.exists():
            return
        state = torch.load(self.checkpoint, map_location="cpu", weights_only=True)
        self.network.load_state_dict(state["network"])
        self.averaged.load_state_dict(state["averaged"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.seconds = state["step"], state["seconds"]
        print(f"{self.name}: going on after step {self.step}", flush=True)

    def save(self):
        state = {
            "network": self.network.state_dict(), "averaged": self.averaged.state_dict(),
            "optimizer": self.optimizer.state_dict(), "step": self.step, "seconds": self.seconds,
        }
        fresh = self.checkpoint.with_suffix(".new")
        torch.save(state, fresh)
        os.replace(fresh, self.checkpoint)

    def run(self, loss_of, every, show):
        """Takes the steps that are left. loss_of(step, random) returns the loss and what to log."""
        began, log = time.time() - self.seconds, {}
        while self.step < self.steps:
            for group in self.optimizer.param_groups:
                group["lr"] = rate_at(self.step, self.steps, self.rate)
            loss, parts = loss_of(self.step, generator(self.seed, self.step))
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
            self.optimizer.step()
            self.follow()
            self.step += 1
            self.seconds = time.time() - began
            for key, value in parts.items():
                log.setdefault(key, []).append(float(value.detach()))
            if self.step % 50 == 0:
                self.log({key: sum(values) / len(values) for key, values in log.items()})
                log = {}
            if self.step % every == 0 or self.step == self.steps:
                self.save()
                show(self.step)

    def follow(self):
        """Moves the average towards the weights; early on it forgets faster."""
        keep = min(self.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for slow, fast in zip(self.averaged.parameters(), self.network.parameters()):
                slow.lerp_(fast, 1 - keep)

    def log(self, parts):
        line = {"step": self.step, "seconds": round(self.seconds), **{key: round(value, 5) for key, value in parts.items()}}
        with open(self.folder / f"{self.name}.jsonl", "a") as f:
            f.write(json.dumps(line) + "\n")
        print(self.name, json.dumps(line), flush=True)


@contextlib.contextmanager
def evaluating(network):
    was = network.training
    network.eval()
    with torch.no_grad():
        yield
    network.train(was)
