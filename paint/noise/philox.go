package noise

import "math"

// cuda is PyTorch's CUDA generator behind torch.randn (reference section 5.3) on a
// GPU with at least one thread for each number, as current cards have for the
// latents of six views: number i is the first of the stream of thread i.
type cuda struct {
	kind   Kind
	seed   uint64
	offset uint64 // a multiple of 4
}

func (c *cuda) Fill(dst []float32) {
	for i := range dst {
		block := philox(
			[4]uint32{uint32(c.offset / 4), uint32(c.offset / 4 >> 32), uint32(i), uint32(uint64(i) >> 32)},
			[2]uint32{uint32(c.seed), uint32(c.seed >> 32)},
		)
		dst[i] = boxMuller(block[0], block[1])
		if c.kind == CUDAHalf {
			dst[i] = half(dst[i])
		}
	}
	c.offset += 4
}

func (c *cuda) State() State { return State{Kind: c.kind, Seed: c.seed, Offset: c.offset} }

// philox is Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2,
// 3", 2011).
func philox(counter [4]uint32, key [2]uint32) [4]uint32 {
	for range 10 {
		p0, p1 := uint64(0xd2511f53)*uint64(counter[0]), uint64(0xcd9e8d57)*uint64(counter[2])
		counter = [4]uint32{
			uint32(p1>>32) ^ counter[1] ^ key[0], uint32(p1),
			uint32(p0>>32) ^ counter[3] ^ key[1], uint32(p0),
		}
		key[0] += 0x9e3779b9
		key[1] += 0xbb67ae85
	}
	return counter
}

// boxMuller returns the first of the two normal numbers that CUDA's library makes
// of two words.
func boxMuller(w0, w1 uint32) float32 {
	const scale = 2.3283064e-10 // 2^-32
	u := fma(float32(w0), scale, scale/2)
	v := fma(float32(w1), scale*6.2831855, scale/2*6.2831855)
	return float32(math.Sqrt(-2*math.Log(float64(u)))) * float32(math.Sin(float64(v)))
}
