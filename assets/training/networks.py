"""The networks of the built-in model, in PyTorch.

They are the classes of the published paint model, version 2.0, at another width: an
AutoencoderKL, and two UNets of which one looks at the reference and the other paints all
views together. Parameter names are those of the published checkpoint, so that paint/arch
builds the same graphs from either.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

CAMERA_OFFSET = 5  # rows of the class embedding before that of camera 0
CAMERAS = 44
TEXT_TOKENS = 77


class GroupNorm(nn.GroupNorm):
    """In float32 whatever the rest computes in: more exact, and faster on processors."""

    def forward(self, x):
        with torch.autocast(x.device.type, enabled=False):
            return super().forward(x.float())


class Resnet(nn.Module):
    def __init__(self, inputs, outputs, groups, epsilon, embedding=None):
        super().__init__()
        self.norm1 = GroupNorm(groups, inputs, epsilon)
        self.conv1 = nn.Conv2d(inputs, outputs, 3, padding=1)
        if embedding:
            self.time_emb_proj = nn.Linear(embedding, outputs)
        self.norm2 = GroupNorm(groups, outputs, epsilon)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1)
        if inputs != outputs:
            self.conv_shortcut = nn.Conv2d(inputs, outputs, 1)

    def forward(self, x, time=None):
        h = self.conv1(F.silu(self.norm1(x)))
        if time is not None:
            h = h + self.time_emb_proj(time)[:, :, None, None]
        h = self.conv2(F.silu(self.norm2(h)))
        return (self.conv_shortcut(x) if hasattr(self, "conv_shortcut") else x) + h


class Resampler(nn.Module):
    """Halves or doubles the resolution; padding is that of the network it sits in."""

    def __init__(self, channels, up=False, one_sided=False):
        super().__init__()
        self.up, self.one_sided = up, one_sided
        padding = 0 if one_sided else 1
        self.conv = nn.Conv2d(channels, channels, 3, stride=1 if up else 2, padding=padding)

    def forward(self, x):
        if self.up:
            x = F.interpolate(x, scale_factor=2.0, mode="nearest")
        if self.one_sided:
            x = F.pad(x, (0, 1, 0, 1))
        return self.conv(x)


class Attention(nn.Module):
    """Attention between rows of tokens [groups, tokens, channels]."""

    def __init__(self, channels, heads, context=None, bias=False):
        super().__init__()
        self.heads = heads
        self.to_q = nn.Linear(channels, channels, bias=bias)
        self.to_k = nn.Linear(context or channels, channels, bias=bias)
        self.to_v = nn.Linear(context or channels, channels, bias=bias)
        self.to_out = nn.ModuleList([nn.Linear(channels, channels)])

    def forward(self, x, context=None):
        context = x if context is None else context
        return self.attend(x, self.to_k(context), self.to_v(context))

    def attend(self, x, key, value):
        heads = lambda t: t.unflatten(-1, (self.heads, -1)).transpose(1, 2)
        seen = F.scaled_dot_product_attention(heads(self.to_q(x)), heads(key), heads(value))
        return self.to_out[0](seen.transpose(1, 2).flatten(2))


class GatedLinear(nn.Module):
    def __init__(self, channels, inner):
        super().__init__()
        self.proj = nn.Linear(channels, 2 * inner)

    def forward(self, x):
        value, gate = self.proj(x).chunk(2, dim=-1)
        return value * F.gelu(gate)


class FeedForward(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.net = nn.ModuleList([GatedLinear(channels, 4 * channels), nn.Identity(), nn.Linear(4 * channels, channels)])

    def forward(self, x):
        return self.net[2](self.net[0](x))


class Block(nn.Module):
    """The plain transformer block, in the shape that both UNets have."""

    def __init__(self, channels, heads, text):
        super().__init__()
        self.norm1 = nn.LayerNorm(channels)
        self.attn1 = Attention(channels, heads)
        self.norm2 = nn.LayerNorm(channels)
        self.attn2 = Attention(channels, heads, text)
        self.norm3 = nn.LayerNorm(channels)
        self.ff = FeedForward(channels)


class MultiviewBlock(nn.Module):
    """A block that, in the painting UNet, also sees the reference and the other views."""

    def __init__(self, channels, heads, text, paints):
        super().__init__()
        self.transformer = Block(channels, heads, text)
        if paints:
            self.attn_multiview = Attention(channels, heads)
            self.attn_refview = Attention(channels, heads)

    def write(self, x, text, seen):
        """The reference's block; seen collects what the painting block attends to."""
        t = self.transformer
        n = t.norm1(x)
        seen.append(n)
        x = x + t.attn1(n)
        x = x + t.attn2(t.norm2(x), text.expand(len(x), -1, -1))
        return x + t.ff(t.norm3(x))

    def read(self, x, text, seen, views, given):
        """The painting block. given [objects,1,1] is 0 where reference and text are withheld."""
        t = self.transformer
        n = t.norm1(x)
        together = n.unflatten(0, (-1, views)).flatten(1, 2)
        references = seen.pop(0).unflatten(0, (len(together), -1)).flatten(1, 2)
        looked = self.attn_refview(together, references) * given
        looked = looked + self.attn_multiview(together)
        x = x + t.attn1(n) + looked.unflatten(1, (views, -1)).flatten(0, 1)
        told = t.attn2(t.norm2(x), text.expand(len(x), -1, -1))
        bias = t.attn2.to_out[0].bias
        each = given.repeat_interleave(views, 0)
        x = x + (told - bias) * each + bias
        return x + t.ff(t.norm3(x))


class Transformer(nn.Module):
    def __init__(self, channels, heads, groups, text, paints):
        super().__init__()
        self.norm = GroupNorm(groups, channels, 1e-6)
        self.proj_in = nn.Linear(channels, channels)
        self.transformer_blocks = nn.ModuleList([MultiviewBlock(channels, heads, text, paints)])
        self.proj_out = nn.Linear(channels, channels)

    def forward(self, x, run):
        tokens = self.proj_in(self.norm(x).flatten(2).transpose(1, 2))
        tokens = self.proj_out(run(self.transformer_blocks[0], tokens))
        return x + tokens.transpose(1, 2).unflatten(2, x.shape[2:])


class Level(nn.Module):
    """One resolution on the way down or up, or the middle."""

    def __init__(self, resnets, transformers=(), down=None, up=None):
        super().__init__()
        self.resnets = nn.ModuleList(resnets)
        if transformers:
            self.attentions = nn.ModuleList(transformers)
        if down is not None:
            self.downsamplers = nn.ModuleList([down])
        if up is not None:
            self.upsamplers = nn.ModuleList([up])

    def layers(self):
        attentions = self.attentions if hasattr(self, "attentions") else [None] * len(self.resnets)
        return zip(self.resnets, attentions)


class TimeEmbedding(nn.Module):
    def __init__(self, waves, width):
        super().__init__()
        self.linear_1 = nn.Linear(waves, width)
        self.linear_2 = nn.Linear(width, width)
        half = waves // 2
        frequencies = torch.exp(-math.log(10000) * torch.arange(half) / half)
        self.register_buffer("frequencies", frequencies, persistent=False)

    def forward(self, timestep):
        phase = timestep[:, None] * self.frequencies
        waves = torch.cat([phase.cos(), phase.sin()], dim=-1)
        return self.linear_2(F.silu(self.linear_1(waves)))


class UNet(nn.Module):
    """A UNet2DConditionModel; config is its config.json."""

    def __init__(self, config, inputs, paints):
        super().__init__()
        widths, groups, epsilon = config["block_out_channels"], config["norm_num_groups"], 1e-5
        heads, layers, text = config["attention_head_dim"], config["layers_per_block"], config["cross_attention_dim"]
        embedding, last = 4 * widths[0], len(widths) - 1
        resnet = lambda a, b: Resnet(a, b, groups, epsilon, embedding)
        transformer = lambda level: Transformer(widths[level], heads[level], groups, text, paints)
        attends = [t.startswith("CrossAttn") for t in config["down_block_types"]]

        self.time_embedding = TimeEmbedding(widths[0], embedding)
        self.conv_in = nn.Conv2d(inputs, widths[0], 3, padding=1)
        self.down_blocks, self.up_blocks = nn.ModuleList(), nn.ModuleList()
        skips, before = [widths[0]], widths[0]
        for level, width in enumerate(widths):
            resnets = [resnet(before if j == 0 else width, width) for j in range(layers)]
            skips += [width] * layers
            before = width
            if level < last:
                skips.append(width)
            self.down_blocks.append(Level(
                resnets, [transformer(level) for _ in resnets] if attends[level] else (),
                down=Resampler(width) if level < last else None))
        self.mid_block = Level([resnet(before, before), resnet(before, before)], [transformer(last)])
        for level in reversed(range(len(widths))):
            resnets = []
            for _ in range(layers + 1):
                resnets.append(resnet(before + skips.pop(), widths[level]))
                before = widths[level]
            self.up_blocks.append(Level(
                resnets, [transformer(level) for _ in resnets] if attends[level] else (),
                up=Resampler(before, up=True) if level > 0 else None))
        self.conv_norm_out = GroupNorm(groups, before, epsilon)
        self.conv_out = nn.Conv2d(before, config["out_channels"], 3, padding=1)

    def forward(self, x, time, run):
        time = F.silu(time)
        x = self.conv_in(x)
        skips = [x]
        for block in self.down_blocks:
            for resnet, transformer in block.layers():
                x = resnet(x, time)
                x = transformer(x, run) if transformer is not None else x
                skips.append(x)
            if hasattr(block, "downsamplers"):
                x = block.downsamplers[0](x)
                skips.append(x)
        middle = self.mid_block
        x = middle.resnets[1](middle.attentions[0](middle.resnets[0](x, time), run), time)
        for block in self.up_blocks:
            for resnet, transformer in block.layers():
                x = resnet(torch.cat([x, skips.pop()], dim=1), time)
                x = transformer(x, run) if transformer is not None else x
            if hasattr(block, "upsamplers"):
                x = block.upsamplers[0](x)
        return self.conv_out(F.silu(self.conv_norm_out(x)))


class Painter(nn.Module):
    """UNet2p5DConditionModel: the UNet that paints and the one that looks at the reference."""

    def __init__(self, config):
        super().__init__()
        text, embedding = config["cross_attention_dim"], 4 * config["block_out_channels"][0]
        self.unet = UNet(config, 3 * config["in_channels"], paints=True)
        self.unet.class_embedding = nn.Embedding(CAMERA_OFFSET + CAMERAS, embedding)
        self.unet.learned_text_clip_gen = nn.Parameter(torch.randn(1, TEXT_TOKENS, text))
        self.unet.learned_text_clip_ref = nn.Parameter(torch.randn(1, TEXT_TOKENS, text))
        self.unet_dual = UNet(config, config["in_channels"], paints=False)
        self.begin()

    def begin(self):
        """Starts from a network whose attentions to others add nothing yet."""
        nn.init.normal_(self.unet.class_embedding.weight, std=0.02)
        nn.init.zeros_(self.unet.conv_out.weight)
        nn.init.zeros_(self.unet.conv_out.bias)

    def look(self, reference):
        """What each block of the painting UNet sees of the reference [n,4,h,w]."""
        seen, text = [], self.unet.learned_text_clip_ref
        time = self.unet_dual.time_embedding(torch.zeros(len(reference), device=reference.device))
        self.unet_dual(reference, time, lambda block, x: block.write(x, text, seen))
        return seen

    def forward(self, sample, normals, positions, reference, timestep, cameras, given):
        """Predicts the velocity of sample [objects,views,4,h,w].

        reference is [objects,4,h,w], timestep [objects], cameras [views] and given
        [objects], which is 0 where the prediction must do without reference and text.
        """
        views, text = sample.shape[1], self.unet.learned_text_clip_gen
        seen = self.look(reference)
        x = torch.cat([sample, normals, positions], dim=2).flatten(0, 1)
        time = self.unet.time_embedding(timestep)[:, None] + self.unet.class_embedding(cameras + CAMERA_OFFSET)
        given = given[:, None, None].to(x.dtype)
        run = lambda block, tokens: block.read(tokens, text, seen, views, given)
        return self.unet(x, time.flatten(0, 1), run).unflatten(0, (-1, views))


class PixelAttention(Attention):
    def __init__(self, channels, groups):
        super().__init__(channels, 1, bias=True)
        self.group_norm = GroupNorm(groups, channels, 1e-6)

    def forward(self, x):
        tokens = self.group_norm(x).flatten(2).transpose(1, 2)
        return x + super().forward(tokens).transpose(1, 2).unflatten(2, x.shape[2:])


class Bottleneck(nn.Module):
    def __init__(self, channels, groups):
        super().__init__()
        self.resnets = nn.ModuleList([Resnet(channels, channels, groups, 1e-6) for _ in range(2)])
        self.attentions = nn.ModuleList([PixelAttention(channels, groups)])

    def forward(self, x):
        return self.resnets[1](self.attentions[0](self.resnets[0](x)))


class Encoder(nn.Module):
    def __init__(self, config):
        super().__init__()
        widths, groups = config["block_out_channels"], config["norm_num_groups"]
        self.conv_in = nn.Conv2d(3, widths[0], 3, padding=1)
        self.down_blocks, before = nn.ModuleList(), widths[0]
        for level, width in enumerate(widths):
            resnets = [Resnet(before if j == 0 else width, width, groups, 1e-6) for j in range(config["layers_per_block"])]
            down = Resampler(width, one_sided=True) if level < len(widths) - 1 else None
            self.down_blocks.append(Level(resnets, down=down))
            before = width
        self.mid_block = Bottleneck(before, groups)
        self.conv_norm_out = GroupNorm(groups, before, 1e-6)
        self.conv_out = nn.Conv2d(before, 2 * config["latent_channels"], 3, padding=1)

    def forward(self, x):
        x = self.conv_in(x)
        for block in self.down_blocks:
            for resnet in block.resnets:
                x = resnet(x)
            if hasattr(block, "downsamplers"):
                x = block.downsamplers[0](x)
        return self.conv_out(F.silu(self.conv_norm_out(self.mid_block(x))))


class Decoder(nn.Module):
    def __init__(self, config):
        super().__init__()
        widths, groups = config["block_out_channels"][::-1], config["norm_num_groups"]
        before = widths[0]
        self.conv_in = nn.Conv2d(config["latent_channels"], before, 3, padding=1)
        self.mid_block = Bottleneck(before, groups)
        self.up_blocks = nn.ModuleList()
        for i, width in enumerate(widths):
            resnets = [Resnet(before if j == 0 else width, width, groups, 1e-6) for j in range(config["layers_per_block"] + 1)]
            up = Resampler(width, up=True) if i < len(widths) - 1 else None
            self.up_blocks.append(Level(resnets, up=up))
            before = width
        self.conv_norm_out = GroupNorm(groups, before, 1e-6)
        self.conv_out = nn.Conv2d(before, 3, 3, padding=1)

    def forward(self, x):
        x = self.mid_block(self.conv_in(x))
        for block in self.up_blocks:
            for resnet in block.resnets:
                x = resnet(x)
            if hasattr(block, "upsamplers"):
                x = block.upsamplers[0](x)
        return self.conv_out(F.silu(self.conv_norm_out(x)))


class Autoencoder(nn.Module):
    """An AutoencoderKL; config is its config.json."""

    def __init__(self, config):
        super().__init__()
        latents = config["latent_channels"]
        self.encoder = Encoder(config)
        self.decoder = Decoder(config)
        self.quant_conv = nn.Conv2d(2 * latents, 2 * latents, 1)
        self.post_quant_conv = nn.Conv2d(latents, latents, 1)

    def encode(self, pictures):
        """Mean and log variance of the latents of pictures [n,3,h,w] in -1..1."""
        mean, logvar = self.quant_conv(self.encoder(pictures)).float().chunk(2, dim=1)
        return mean, logvar.clamp(-30, 20)

    def decode(self, latents):
        return self.decoder(self.post_quant_conv(latents))
