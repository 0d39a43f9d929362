package noise

import (
	"math"
	"slices"
)

// cpu is PyTorch's CPU generator behind torch.randn (reference section 5.1).
type cpu struct {
	kind    Kind
	seed    uint64
	twister *twister
	cached  *float64 // second number of a pair drawn for a short tensor
}

// block is how many numbers PyTorch transforms together; shorter tensors are drawn
// one by one.
const block = 16

func (c *cpu) Fill(dst []float32) {
	if len(dst) < block {
		c.fillShort(dst)
		return
	}
	for i := range dst {
		dst[i] = c.uniform()
	}
	whole := len(dst) / block * block
	for i := 0; i < whole; i += block {
		c.transform(dst[i : i+block])
	}
	if whole < len(dst) {
		last := dst[len(dst)-block:]
		for i := range last {
			last[i] = c.uniform()
		}
		c.transform(last)
	}
}

func (c *cpu) State() State {
	return State{
		Kind: c.kind, Seed: c.seed, Words: slices.Clone(c.twister.words[:]),
		Index: c.twister.index, Cached: c.cached,
	}
}

// uniform returns a number of [0, 1) with as many bits as the precision keeps.
func (c *cpu) uniform() float32 {
	if c.kind == CPU {
		return float32(c.twister.next()&0xffffff) / (1 << 24)
	}
	return float32(c.twister.next()&0x7ff) / (1 << 11)
}

// transform turns a block of uniform numbers into normal ones (Box and Muller, "A
// note on the generation of random normal deviates", 1958), the first half paired
// with the second.
func (c *cpu) transform(d []float32) {
	for j := range block / 2 {
		d[j], d[j+block/2] = c.pair(1-d[j], d[j+block/2])
	}
}

func (c *cpu) pair(u1, u2 float32) (float32, float32) {
	switch c.kind {
	case CPUHalf:
		return pairHalf(u1, u2)
	case CPUHalfRounded:
		return pairHalfRounded(u1, u2)
	}
	radius := float32(math.Sqrt(float64(-2 * log32(u1))))
	sin, cos := sincos32(float32(2*math.Pi) * u2)
	return radius * cos, radius * sin
}

// pairHalf computes in float32 between half inputs and a half output.
func pairHalf(u1, u2 float32) (float32, float32) {
	radius := half(float32(math.Sqrt(float64(-2 * float32(math.Log(float64(half(u1))))))))
	sin, cos := math.Sincos(float64(half(float32(2*math.Pi) * u2)))
	return half(radius * float32(cos)), half(radius * float32(sin))
}

// pairHalfRounded rounds the result of every function to half.
func pairHalfRounded(u1, u2 float32) (float32, float32) {
	log := half(float32(math.Log(float64(half(u1)))))
	radius := half(float32(math.Sqrt(float64(half(-2 * log)))))
	sin, cos := math.Sincos(float64(half(float32(2*math.Pi) * u2)))
	return half(radius * half(float32(cos))), half(radius * half(float32(sin)))
}

// fillShort draws a tensor of fewer than block elements: pairs in float64, of which
// the second waits for the next number, even of the next tensor.
func (c *cpu) fillShort(dst []float32) {
	for i := range dst {
		dst[i] = float32(c.short())
		if c.kind != CPU {
			dst[i] = half(dst[i])
		}
	}
}

func (c *cpu) short() float64 {
	if c.cached != nil {
		z := *c.cached
		c.cached = nil
		return z
	}
	u1, u2 := c.uniform64(), c.uniform64()
	radius := math.Sqrt(-2 * math.Log1p(-u2))
	sin, cos := math.Sincos(2 * math.Pi * u1)
	second := radius * sin
	c.cached = &second
	return radius * cos
}

func (c *cpu) uniform64() float64 {
	return float64(c.twister.next64()&(1<<53-1)) / (1 << 53)
}
