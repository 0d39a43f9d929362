"""Trains the UNets: python denoiser.py CONFIGURATION OUT

OUT holds autoencoder.pt and the latents that latents.py made. All views of an object are
denoised together; small views first, which teach the same for a fraction of the time.
"""

import argparse
import functools
import pathlib

import torch
from safetensors.torch import load_file

from latents import open_autoencoder, scaling_factor
from networks import Painter
from schedule import TIMESTEPS, Schedule
from sheets import write_sheet
from training import Training, begin_from, evaluating, half_precision, open_configuration, phase_at

# The rig of the program by default, as rows of the camera embedding.
CAMERAS = [21, 12, 15, 18, 43, 37]
BACK = 2


class Latents:
    """Everything that was encoded at one size, in memory as float16."""

    def __init__(self, folder, held_out):
        seed = lambda path: int(path.stem.split("-")[-1])
        files = [load_file(path) for path in sorted(pathlib.Path(folder).glob("latents-*.safetensors"), key=seed)]
        if not files:
            raise SystemExit(f"there are no latents in {folder}: make them with latents.py")
        self.tensors = {name: torch.cat([file[name] for file in files]) for name in files[0]}
        self.count, self.held = len(self.tensors["views"]), held_out

    def pick(self, rows, variants):
        t = {name: tensor[rows].float() for name, tensor in self.tensors.items()}
        each = torch.arange(len(rows))
        for name in ("views", "references", "drafts"):
            t[name] = t[name][each, variants]
        return t

    def batch(self, size, random):
        draw = lambda low, high: torch.randint(low, high, (size,), generator=random)
        return self.pick(draw(self.held, self.count), draw(0, self.tensors["views"].shape[1]))

    def held_out(self, size):
        """Of the first file, which no training sees."""
        return self.pick(torch.arange(size), torch.zeros(size, dtype=torch.long))


class Denoising:
    """The loss and the pictures of a training."""

    def __init__(self, plan, autoencoder, scale, latents, device):
        self.plan, self.autoencoder, self.scale, self.latents, self.device = plan, autoencoder, scale, latents, device
        self.schedule = Schedule(device)
        self.cameras = torch.tensor(CAMERAS, device=device)

    def predict(self, network, batch, sample, timestep, given):
        told = [batch[name].to(self.device) * self.scale for name in ("normals", "positions", "references")]
        with half_precision(self.device):
            return network(sample, *told, timestep.float(), self.cameras, given).float()

    def timesteps(self, count, random):
        """Timesteps, and which of them start from a draft instead of from the truth. The
        last one comes up often: all that follows is drawn from it."""
        draw = lambda: torch.rand(count, generator=random)
        times = torch.randint(TIMESTEPS, (count,), generator=random)
        times[draw() < self.plan["from_noise"]] = TIMESTEPS - 1
        drafted = draw() < self.plan["from_draft"]
        low, high = self.plan["draft"]
        times[drafted] = torch.randint(low, high + 1, (count,), generator=random)[drafted]
        return times.to(self.device), drafted.to(self.device)

    def loss(self, network, step, random):
        phase = phase_at(self.plan["phases"], step)
        batch = self.latents(phase["size"]).batch(phase["batch"], random)
        clean = batch["views"].to(self.device) * self.scale
        noise = torch.randn(clean.shape, generator=random).to(self.device)
        times, drafted = self.timesteps(len(clean), random)
        given = (torch.rand(len(clean), generator=random) >= self.plan["withheld"]).float().to(self.device)
        begun = torch.where(drafted.view(-1, 1, 1, 1, 1), batch["drafts"].to(self.device) * self.scale, clean)
        sample = self.schedule.add_noise(begun, noise, times)
        velocity = self.predict(network, batch, sample, times, given)
        # The truth is what the sample has to become, wherever it began.
        errors = (velocity - self.schedule.towards(clean, sample, times)).square().mean(2)
        weights = 0.1 + 0.9 * batch["masks"].to(self.device)
        each = (errors * weights).sum((1, 2, 3)) / weights.sum((1, 2, 3))
        # A wrong draft is as wrong under little noise, where velocities would make more of it.
        each = torch.where(drafted, each * self.plan["draft_weight"] * self.schedule.noise[times].square(), each)
        parts = {"loss": each.mean()}
        for name, rows in (("from_noise", ~drafted & (times == TIMESTEPS - 1)), ("from_draft", drafted)):
            if rows.any():
                parts[name] = each[rows].mean()
        return each.mean(), parts

    def paint(self, network, batch, steps, strength):
        """Paints from noise at strength 1, from the drafts below it."""
        noise = torch.randn(batch["views"].shape, generator=torch.Generator().manual_seed(0)).to(self.device)
        given = torch.ones(len(noise), device=self.device)
        predict = lambda x, t: self.predict(network, batch, x, t, given)
        return self.schedule.sample(predict, noise, steps, batch["drafts"].to(self.device) * self.scale, strength)

    def decode(self, latents):
        with half_precision(self.device):
            return self.autoencoder.decode((latents.to(self.device) / self.scale).flatten(0, -4)).float().cpu()

    def measure(self, network, size, count, steps, strength):
        """Peak signal to noise on the backs of objects that no training saw, against what
        the autoencoder makes of the truth: of the network, of the mean colour of the
        reference, and of the draft."""
        batch = self.latents(size).held_out(count)
        truth = self.decode(batch["views"] * self.scale).unflatten(0, (count, -1))
        painted = self.decode(self.paint(network, batch, steps, strength)).unflatten(0, (count, -1))
        draft = self.decode(batch["drafts"] * self.scale).unflatten(0, (count, -1))
        reference = self.decode(batch["references"] * self.scale)
        mask = torch.nn.functional.interpolate(batch["masks"], truth.shape[-2:]) > 0.9
        shown = (reference.amin(1, keepdim=True) < 0.9).float()
        mean = (reference * shown).sum((2, 3)) / shown.sum((2, 3)).clamp(min=1)
        figures = {}
        for name, guess in (("model", painted), ("mean", mean[:, None, :, None, None]), ("draft", draft)):
            squares = (guess.clamp(-1, 1) - truth).square().mean(2)[:, BACK]
            seen = mask[:, BACK]
            each = torch.stack([-10 * torch.log10(s[m].mean() / 4) for s, m in zip(squares, seen) if m.any()])
            figures[f"{name}_{steps}_{strength:g}"] = float(each.mean())
        rows = []
        for i in range(min(count, 6)):
            rows.append(torch.cat([reference[i:i + 1], truth[i]]))
            rows.append(torch.cat([torch.ones_like(reference[i:i + 1]), painted[i]]))
        return figures, rows


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("configuration")
    parser.add_argument("out")
    parser.add_argument("--begin", help="folder of an exported model whose weights to go on from")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options = parser.parse_args()
    configuration = open_configuration(options.configuration)
    plan, folder = configuration["denoiser"], pathlib.Path(options.out)
    open_latents = functools.cache(lambda size: Latents(folder / f"latents-{size}", configuration["objects"]["held_out"]))
    scale = scaling_factor(folder / f"latents-{plan['phases'][0]['size']}")
    autoencoder = open_autoencoder(configuration, folder, options.device)
    torch.manual_seed(configuration["seed"])
    network = Painter(configuration["unet"])
    if options.begin:
        begin_from(network, pathlib.Path(options.begin) / "unet")
    network = network.to(options.device, memory_format=torch.channels_last)
    steps = sum(phase["steps"] for phase in plan["phases"])
    training = Training("denoiser", network, folder, steps, plan["rate"], plan["average"], configuration["seed"])
    denoising = Denoising(plan, autoencoder, scale, open_latents, options.device)

    def show(step):
        size = phase_at(plan["phases"], min(step, steps - 1))["size"]
        with evaluating(training.averaged):
            for calls, strength in ((8, 1), (40, 0.025), (160, 0.025)):
                figures, rows = denoising.measure(training.averaged, size, 24, calls, strength)
                training.log(figures)
                write_sheet(folder / f"denoiser-{step:06d}-{calls}-{strength:g}.png", rows)

    training.run(lambda step, random: denoising.loss(training.network, step, random), 400, show)


if __name__ == "__main__":
    main()
