package noise

// This is MT19937 (Matsumoto and Nishimura, "Mersenne Twister: a 623-dimensionally
// equidistributed uniform pseudo-random number generator", 1998), seeded as the
// reference initialisation of 2002 does.

const words = 624

// twister is a stream of uniform 32-bit words.
type twister struct {
	words [words]uint32
	index int
}

func newTwister(seed uint32) *twister {
	t := &twister{index: words}
	t.words[0] = seed
	for j := 1; j < words; j++ {
		t.words[j] = 1812433253*(t.words[j-1]^t.words[j-1]>>30) + uint32(j)
	}
	return t
}

func (t *twister) next() uint32 {
	if t.index == words {
		t.twist()
	}
	y := t.words[t.index]
	t.index++
	y ^= y >> 11
	y ^= y << 7 & 0x9d2c5680
	y ^= y << 15 & 0xefc60000
	return y ^ y>>18
}

// next64 returns two words, the first as the upper half.
func (t *twister) next64() uint64 {
	upper := t.next()
	return uint64(upper)<<32 | uint64(t.next())
}

func (t *twister) twist() {
	const middle = 397
	for k := range words {
		y := t.words[k]&0x80000000 | t.words[(k+1)%words]&0x7fffffff
		next := t.words[(k+middle)%words] ^ y>>1
		if y&1 != 0 {
			next ^= 0x9908b0df
		}
		t.words[k] = next
	}
	t.index = 0
}
