package tensor

import "math"

// Half is the 16 bits of an IEEE 754-2019 binary16 number: 1 sign, 5 exponent, 10
// mantissa bits.
type Half uint16

const (
	halfSign     = 0x8000
	halfInfinity = 0x7c00
	halfQuiet    = 0x0200 // keeps a NaN one when its payload is cut off

	// Exponents of float32 at which binary16 overflows and becomes subnormal.
	overflow  = (127 + 16) << 23
	subnormal = (127 - 14) << 23

	// A float32 whose unit in the last place is binary16's smallest subnormal:
	// adding it rounds a small number to that grid, to nearest even.
	grid = (127 - 14 - 10 + 23) << 23
)

// HalfOf rounds f to the nearest Half, ties to even. What is too large becomes
// infinite; a NaN stays one.
func HalfOf(f float32) Half {
	bits := math.Float32bits(f)
	sign := Half(bits>>16) & halfSign
	bits &^= 1 << 31
	switch {
	case bits > 0x7f800000:
		payload := Half(bits >> 13 & 0x3ff)
		if payload == 0 {
			payload = halfQuiet
		}
		return sign | halfInfinity | payload
	case bits >= overflow:
		return sign | halfInfinity
	case bits < subnormal:
		rounded := math.Float32frombits(bits) + math.Float32frombits(grid)
		return sign | Half(math.Float32bits(rounded)-grid)
	}
	// Rebias the exponent and round half to even: a carry out of the mantissa runs
	// into the exponent, up to infinity, as it must.
	bits += 0xfff + bits>>13&1
	return sign | Half((bits-(127-15)<<23)>>13)
}

// Float32 returns h exactly.
func (h Half) Float32() float32 {
	sign := uint32(h&halfSign) << 16
	bits := uint32(h&^halfSign) << 13
	if h&halfInfinity == halfInfinity {
		return math.Float32frombits(sign | 0x7f800000 | bits)
	}
	// Multiplying by 2^112 rebiases the exponent and normalises subnormals at once.
	const rebias = 1 << 112
	return math.Float32frombits(sign | math.Float32bits(math.Float32frombits(bits)*rebias))
}

// Widen writes src to dst, which must be as long, exactly.
func Widen(dst []float32, src []Half) {
	dst = dst[:len(src)]
	for i, h := range src {
		dst[i] = h.Float32()
	}
}

// Narrow writes src to dst, which must be as long, each rounded as HalfOf does.
func Narrow(dst []Half, src []float32) {
	dst = dst[:len(src)]
	for i, f := range src {
		dst[i] = HalfOf(f)
	}
}
