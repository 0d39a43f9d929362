package meshopt

import (
	"encoding/binary"
	"math/bits"
)

// This follows KHR_meshopt_compression, appendix A, mode 0. Elements are stored as
// differences to the one before, byte by byte, in blocks of at most 256 elements and
// groups of 16. Version 0 is what EXT_meshopt_compression has.

const (
	groupSize  = 16
	mostBlock  = 256
	blockBytes = 8192
	tailLeast0 = 32 // bytes that the tail has at least, in version 0
	tailLeast1 = 24
)

// The widths in bits of a difference that the two header bits of a group choose from.
var (
	widths0 = [4]int{0, 2, 4, 8} // version 0
	widths1 = [2][4]int{{0, 1, 2, 4}, {1, 2, 4, 8}}
)

func blockElements(stride int) int {
	return min(blockBytes/stride&^(groupSize-1), mostBlock)
}

// attributeReader decodes one stream.
type attributeReader struct {
	version byte
	rest    []byte // what is not decoded yet, without the tail
	stride  int
	last    []byte // the element before the next one
	modes   []byte // of each channel of four bytes; nil in version 0
	deltas  [][mostBlock]byte
}

func decodeAttributes(out, stream []byte, count, stride int) error {
	r := attributeReader{version: stream[0] & 0xf, stride: stride, deltas: make([][mostBlock]byte, stride)}
	if stream[0] != 0xa0 && stream[0] != 0xa1 {
		return errHeader
	}
	if err := r.splitTail(stream[1:]); err != nil {
		return err
	}
	for count > 0 {
		n := min(count, blockElements(stride))
		if err := r.block(out[:n*stride], n); err != nil {
			return err
		}
		out, count = out[n*stride:], count-n
	}
	if len(r.rest) > 0 {
		return errExcess
	}
	return nil
}

// splitTail takes the baseline element and the channel modes off the end.
func (r *attributeReader) splitTail(body []byte) error {
	tail, least := r.stride, tailLeast0
	if r.version == 1 {
		tail, least = r.stride+r.stride/4, tailLeast1
	}
	if len(body) < max(tail, least) {
		return errShort
	}
	r.rest = body[:len(body)-max(tail, least)]
	end := body[len(body)-tail:]
	r.last = append([]byte(nil), end[:r.stride]...)
	r.modes = end[r.stride:]
	for _, mode := range r.modes {
		if mode&0xf > 2 || mode&0xf < 2 && mode>>4 != 0 {
			return errStream
		}
	}
	return nil
}

func (r *attributeReader) take(n int) ([]byte, error) {
	if len(r.rest) < n {
		return nil, errShort
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken, nil
}

// block decodes n elements.
func (r *attributeReader) block(out []byte, n int) error {
	var controls []byte
	if r.version == 1 {
		var err error
		if controls, err = r.take(r.stride / 4); err != nil {
			return err
		}
	}
	for k := range r.stride {
		if err := r.column(k, n, controls); err != nil {
			return err
		}
	}
	for channel := 0; channel < r.stride; channel += 4 {
		r.integrate(out, channel, n)
	}
	copy(r.last, out[(n-1)*r.stride:])
	return nil
}

// column decodes the differences of byte k of n elements.
func (r *attributeReader) column(k, n int, controls []byte) error {
	if controls == nil {
		return r.groups(k, n, widths0)
	}
	switch control := controls[k/4] >> (k % 4 * 2) & 3; control {
	case 2:
		r.deltas[k] = [mostBlock]byte{}
		return nil
	case 3:
		literal, err := r.take(n)
		copy(r.deltas[k][:], literal)
		return err
	default:
		return r.groups(k, n, widths1[control])
	}
}

func (r *attributeReader) groups(k, n int, widths [4]int) error {
	groups := (n + groupSize - 1) / groupSize
	header, err := r.take((groups + 3) / 4)
	if err != nil {
		return err
	}
	for g := range groups {
		width := widths[header[g/4]>>(g%4*2)&3]
		if err := r.group(r.deltas[k][g*groupSize:][:groupSize], width); err != nil {
			return err
		}
	}
	return nil
}

// group decodes 16 differences of so many bits; one of nothing but ones stands for a
// byte that follows the group.
func (r *attributeReader) group(out []byte, width int) error {
	packed, err := r.take(2 * width)
	if err != nil {
		return err
	}
	switch width {
	case 0:
		clear(out)
		return nil
	case 8:
		copy(out, packed)
		return nil
	}
	sentinel := byte(1)<<width - 1
	perByte := 8 / width
	for i := range out {
		shift := 8 - width - i%perByte*width
		if width == 1 {
			shift = i % perByte // single bits stand the other way round
		}
		out[i] = packed[i/perByte] >> shift & sentinel
		if out[i] != sentinel {
			continue
		}
		if len(r.rest) == 0 {
			return errShort
		}
		out[i], r.rest = r.rest[0], r.rest[1:]
	}
	return nil
}

// integrate turns the differences of four bytes into those bytes of n elements.
func (r *attributeReader) integrate(out []byte, channel, n int) {
	mode := byte(0)
	if len(r.modes) > 0 {
		mode = r.modes[channel/4]
	}
	switch mode & 0xf {
	case 0:
		for k := channel; k < channel+4; k++ {
			r.integrate8(out, k, n)
		}
	case 1:
		r.integrate16(out, channel, n)
		r.integrate16(out, channel+2, n)
	default:
		r.integrate32(out, channel, n, int(mode>>4))
	}
}

func (r *attributeReader) integrate8(out []byte, k, n int) {
	value, deltas := r.last[k], &r.deltas[k]
	for i := range n {
		d := deltas[i]
		value += d>>1 ^ -(d & 1)
		out[i*r.stride+k] = value
	}
}

func (r *attributeReader) integrate16(out []byte, k, n int) {
	value := binary.LittleEndian.Uint16(r.last[k:])
	low, high := &r.deltas[k], &r.deltas[k+1]
	for i := range n {
		d := uint16(low[i]) | uint16(high[i])<<8
		value += d>>1 ^ -(d & 1)
		binary.LittleEndian.PutUint16(out[i*r.stride+k:], value)
	}
}

func (r *attributeReader) integrate32(out []byte, k, n, rotation int) {
	value := binary.LittleEndian.Uint32(r.last[k:])
	for i := range n {
		d := uint32(r.deltas[k][i]) | uint32(r.deltas[k+1][i])<<8 | uint32(r.deltas[k+2][i])<<16 | uint32(r.deltas[k+3][i])<<24
		value ^= bits.RotateLeft32(d, -rotation)
		binary.LittleEndian.PutUint32(out[i*r.stride+k:], value)
	}
}
