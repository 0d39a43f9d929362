"""The noise of the published paint models, as their scheduler_config.json says it.

Betas grow linearly in their square roots; they are rescaled so that the last timestep is
nothing but noise (Lin et al., "Common diffusion noise schedules and sample steps are
flawed", 2024). The network predicts velocity (Salimans and Ho, "Progressive distillation
for fast sampling of diffusion models", 2022).
"""

import torch

TIMESTEPS = 1000
CONFIGURATION = {
    "_class_name": "EulerAncestralDiscreteScheduler", "num_train_timesteps": TIMESTEPS,
    "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear",
    "prediction_type": "v_prediction", "rescale_betas_zero_snr": True,
    "timestep_spacing": "trailing", "steps_offset": 1, "set_alpha_to_one": True,
}


def signals():
    """How much of the clean latents is left at each timestep; the last is 0."""
    c = CONFIGURATION
    betas = torch.linspace(c["beta_start"] ** 0.5, c["beta_end"] ** 0.5, TIMESTEPS, dtype=torch.float64) ** 2
    signal = torch.cumprod(1 - betas, 0).sqrt()
    first, last = signal[0].clone(), signal[-1].clone()
    return ((signal - last) * first / (first - last)).float()


class Schedule:
    def __init__(self, device):
        self.signal = signals().to(device)
        self.noise = (1 - self.signal.square()).sqrt()

    def at(self, timestep, like):
        shape = (-1,) + (1,) * (like.dim() - 1)
        return self.signal[timestep].view(shape), self.noise[timestep].view(shape)

    def add_noise(self, clean, noise, timestep):
        a, s = self.at(timestep, clean)
        return a * clean + s * noise

    def towards(self, clean, sample, timestep):
        """The velocity that leads from a sample to clean latents."""
        a, s = self.at(timestep, sample)
        return (a * sample - clean) / s.clamp(min=1e-2)

    def clean(self, sample, velocity, timestep):
        a, s = self.at(timestep, sample)
        return a * sample - s * velocity

    def sample(self, predict, noise, steps, draft=None, strength=1):
        """Denoising diffusion implicit models (Song et al., 2021), at trailing timesteps.
        Below strength 1 the first of the steps are left out, and it starts from a draft."""
        times = torch.arange(TIMESTEPS, 0, -TIMESTEPS / steps).round().long() - 1
        times = times[steps - max(int(steps * strength), 1):]
        at = lambda i: times[i].repeat(len(noise)).to(noise.device)
        x = noise if strength >= 1 else self.add_noise(draft, noise, at(0))
        for i in range(len(times)):
            v = predict(x, at(i))
            clean = self.clean(x, v, at(i))
            if i + 1 == len(times):
                return clean
            a, s = self.at(at(i), x)
            x = self.add_noise(clean, a * v + s * x, at(i + 1))
