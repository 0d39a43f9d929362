package meshopt

import "encoding/binary"

// This follows KHR_meshopt_compression, appendix A, mode 2: each index is a
// difference to one of two others.

const indexTail = 4

// indexWriter writes indices of two or four bytes, one after the other.
type indexWriter struct {
	rest   []byte
	stride int
}

func (w *indexWriter) write(index uint32) {
	if w.stride == 2 {
		binary.LittleEndian.PutUint16(w.rest, uint16(index))
	} else {
		binary.LittleEndian.PutUint32(w.rest, index)
	}
	w.rest = w.rest[w.stride:]
}

// varints reads unsigned numbers of seven bits a byte.
type varints struct{ rest []byte }

func (v *varints) read() (uint32, error) {
	var out uint32
	for i := range 5 {
		if i >= len(v.rest) {
			return 0, errShort
		}
		out |= uint32(v.rest[i]&0x7f) << (7 * i)
		if v.rest[i] < 0x80 {
			v.rest = v.rest[i+1:]
			return out, nil
		}
	}
	return 0, errStream
}

// unzigzag puts the sign, which is the last bit, where it belongs.
func unzigzag(v uint32) uint32 { return v>>1 ^ -(v & 1) }

func decodeIndices(out indexWriter, stream []byte, count int) error {
	if stream[0] != 0xd1 {
		return errHeader
	}
	in := varints{stream[1 : len(stream)-indexTail]}
	var last [2]uint32
	for range count {
		v, err := in.read()
		if err != nil {
			return err
		}
		baseline := &last[v&1]
		*baseline += unzigzag(v >> 1)
		out.write(*baseline)
	}
	if len(in.rest) > 0 {
		return errExcess
	}
	return nil
}
