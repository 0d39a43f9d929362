package imageio

import (
	"bytes"
	"encoding/binary"
	"hash/adler32"
	"math"

	"patina/paint/parallel"
)

// This follows "OpenEXR File Layout" and "Technical Introduction to OpenEXR" of the
// Academy Software Foundation: one part of scanlines with the half-float channels B, G
// and R, sixteen of them at a time compressed by ZIP: even bytes before odd ones,
// differences of neighbours, deflate.

const exrRows = 16 // of a ZIP block

// EncodeEXR returns a picture as an OpenEXR file of half floats. Its colours are
// linear, as EXR files are by custom; the primaries are those of sRGB.
func EncodeEXR(r Rows) ([]byte, error) {
	if r.Width < 1 || r.Height < 1 {
		return nil, errNoPixels
	}
	blocks := make([][]byte, (r.Height+exrRows-1)/exrRows)
	parallel.Each(len(blocks), func(i int) {
		blocks[i] = exrBlock(r, i*exrRows, min((i+1)*exrRows, r.Height))
	})
	out := exrHeader(r.Width, r.Height)
	at := len(out) + 8*len(blocks)
	for _, b := range blocks {
		out = binary.LittleEndian.AppendUint64(out, uint64(at))
		at += len(b)
	}
	return append(out, bytes.Join(blocks, nil)...), nil
}

func exrHeader(width, height int) []byte {
	window := words(0, 0, uint32(width-1), uint32(height-1))
	var channels []byte
	for _, name := range []string{"B", "G", "R"} {
		channels = append(channels, name+"\x00"...)
		channels = append(channels, words(1, 0, 1, 1)...) // half; linear and reserved; sampling of 1 and 1
	}
	out := words(20000630, 2) // magic number; version 2 without flags
	for _, a := range []struct {
		name, kind string
		value      []byte
	}{
		{"channels", "chlist", append(channels, 0)},
		{"compression", "compression", []byte{3}}, // ZIP
		{"dataWindow", "box2i", window},
		{"displayWindow", "box2i", window},
		{"lineOrder", "lineOrder", []byte{0}}, // downwards
		{"pixelAspectRatio", "float", words(math.Float32bits(1))},
		{"screenWindowCenter", "v2f", words(0, 0)},
		{"screenWindowWidth", "float", words(math.Float32bits(1))},
	} {
		out = append(out, a.name+"\x00"+a.kind+"\x00"...)
		out = append(append(out, words(uint32(len(a.value)))...), a.value...)
	}
	return append(out, 0)
}

func words(values ...uint32) (out []byte) {
	for _, v := range values {
		out = binary.LittleEndian.AppendUint32(out, v)
	}
	return out
}

// exrBlock returns some rows: their first y, how many bytes follow, and the bytes.
func exrBlock(r Rows, from, to int) []byte {
	data := make([]byte, 0, 6*r.Width*(to-from))
	rgb := make([]float32, 3*r.Width)
	for y := from; y < to; y++ {
		r.Row(y, rgb)
		for _, channel := range [3]int{2, 1, 0} {
			for i := channel; i < len(rgb); i += 3 {
				data = binary.LittleEndian.AppendUint16(data, half(linear(rgb[i])))
			}
		}
	}
	if packed := zlibStream(exrPredict(data)); len(packed) < len(data) {
		data = packed
	}
	return append(words(uint32(from), uint32(len(data))), data...)
}

// zlibStream compresses bytes quickly (RFC 1950).
func zlibStream(data []byte) []byte {
	out := append([]byte{0x78, 0x01}, deflate(data, true)...)
	return binary.BigEndian.AppendUint32(out, adler32.Checksum(data))
}

// exrPredict puts even bytes before odd ones and then differences, around 128, in the
// place of bytes.
func exrPredict(data []byte) []byte {
	out := make([]byte, len(data))
	odd := (len(data) + 1) / 2
	for i, b := range data {
		out[i%2*odd+i/2] = b
	}
	for i := len(out) - 1; i > 0; i-- {
		out[i] -= out[i-1] - 128
	}
	return out
}

// linear undoes the sRGB encoding (IEC 61966-2-1), far more finely than half floats
// can tell; NaN becomes 0 and what is brighter than white becomes white.
func linear(f float32) float32 {
	if !(f > 0) {
		return 0
	}
	at := min(f, 1) * (linearSteps - 1)
	i := min(int(at), linearSteps-2)
	return linearTable[i] + (at-float32(i))*(linearTable[i+1]-linearTable[i])
}

const linearSteps = 1 << 14

var linearTable = func() (table [linearSteps]float32) {
	for i := range table {
		f := float64(i) / (linearSteps - 1)
		if f <= 0.04045 {
			table[i] = float32(f / 12.92)
		} else {
			table[i] = float32(math.Pow((f+0.055)/1.055, 2.4))
		}
	}
	return table
}()

// half rounds a float that is not negative to the nearest of 16 bits, ties to even
// (IEEE 754); what is too large becomes the largest.
func half(f float32) uint16 {
	bits := math.Float32bits(f)
	switch {
	case f >= 65504:
		return 0x7bff
	case f < 6.103515625e-05: // the smallest normal half
		return uint16(math.RoundToEven(float64(f) * (1 << 24)))
	}
	bits += 0xfff + bits>>13&1
	return uint16(bits>>13 - (127-15)<<10)
}
