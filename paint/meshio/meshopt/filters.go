package meshopt

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// This follows KHR_meshopt_compression, appendix B. What a filter makes of numbers
// outside their valid ranges is unspecified there; here it is always some number.

// applyFilter decodes elements in place.
func (l Layout) applyFilter(out []byte) {
	var element func(in, out []int32, most float32)
	switch l.Filter {
	case "EXPONENTIAL":
		exponential(out)
		return
	case "OCTAHEDRAL":
		element = octahedral
	case "QUATERNION":
		element = quaternion
	case "COLOR":
		element = color
	default:
		return
	}
	components := componentsOf8
	if l.Stride == 8 {
		components = componentsOf16
	}
	components(out, l.Filter == "COLOR", element)
}

// componentsOf8 filters elements of four components of a byte each.
func componentsOf8(data []byte, unsigned bool, element func(in, out []int32, most float32)) {
	most := float32(math.MaxInt8)
	if unsigned {
		most = math.MaxUint8
	}
	var in, out [4]int32
	for i := 0; i+4 <= len(data); i += 4 {
		for c := range in {
			in[c] = int32(int8(data[i+c]))
		}
		element(in[:], out[:], most)
		for c := range out {
			data[i+c] = byte(out[c])
		}
	}
}

// componentsOf16 filters elements of four components of two bytes each.
func componentsOf16(data []byte, unsigned bool, element func(in, out []int32, most float32)) {
	most := float32(math.MaxInt16)
	if unsigned {
		most = math.MaxUint16
	}
	var in, out [4]int32
	for i := 0; i+8 <= len(data); i += 8 {
		for c := range in {
			in[c] = int32(int16(binary.LittleEndian.Uint16(data[i+2*c:])))
		}
		element(in[:], out[:], most)
		for c := range out {
			binary.LittleEndian.PutUint16(data[i+2*c:], uint16(out[c]))
		}
	}
}

// octahedral turns points of an unfolded octahedron into unit vectors.
func octahedral(in, out []int32, most float32) {
	one := float32(in[2])
	x, y := float32(in[0])/one, float32(in[1])/one
	z := 1 - abs(x) - abs(y)
	t := min(z, 0)
	x -= copysign(t, x)
	y -= copysign(t, y)
	length := sqrt(x*x + y*y + z*z)
	out[0], out[1], out[2] = round(x/length*most), round(y/length*most), round(z/length*most)
	out[3] = in[3]
}

// quaternion finds the largest component, which is left out, from the other three.
func quaternion(in, out []int32, most float32) {
	one := float32(in[3] | 3)
	scale := float32(1 / math.Sqrt2)
	x, y, z := float32(in[0])/one*scale, float32(in[1])/one*scale, float32(in[2])/one*scale
	w := sqrt(max(0, 1-x*x-y*y-z*z))
	largest := in[3] & 3
	out[(largest+1)&3] = round(x * most)
	out[(largest+2)&3] = round(y * most)
	out[(largest+3)&3] = round(z * most)
	out[largest] = round(w * most)
}

// exponential turns a mantissa of 24 bits and an exponent of 8 into a float.
func exponential(data []byte) {
	for i := 0; i+4 <= len(data); i += 4 {
		v := int32(binary.LittleEndian.Uint32(data[i:]))
		f := float32(math.Ldexp(float64(v<<8>>8), int(v>>24)))
		binary.LittleEndian.PutUint32(data[i:], math.Float32bits(f))
	}
}

// color turns luma and chrominance of K bits into red, green and blue. Alpha has one
// bit less and, above it, a one that tells K.
func color(in, out []int32, most float32) {
	mask := int32(1)<<bits.Len32(uint32(in[3])&uint32(most)) - 1
	luma, orange, green := in[0]&int32(most), in[1], in[2]
	alpha := in[3] & (mask >> 1)
	alpha = alpha<<1 | alpha&1
	scale := most / float32(max(mask, 1))
	out[0] = round(float32(luma+orange-green) * scale)
	out[1] = round(float32(luma+green) * scale)
	out[2] = round(float32(luma-orange-green) * scale)
	out[3] = round(float32(alpha) * scale)
}

func abs(f float32) float32            { return float32(math.Abs(float64(f))) }
func sqrt(f float32) float32           { return float32(math.Sqrt(float64(f))) }
func copysign(f, sign float32) float32 { return float32(math.Copysign(float64(f), float64(sign))) }

// round rounds halves away from zero; what is no number becomes 0.
func round(f float32) int32 {
	if f != f || f > math.MaxInt32/2 || f < math.MinInt32/2 {
		return 0
	}
	return int32(math.Round(float64(f)))
}
