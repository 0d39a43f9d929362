package imageio

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"hash/adler32"
	"hash/crc32"
	"image"
	"math"
	"sync"

	"patina/paint/parallel"
)

// This follows the Portable Network Graphics specification (third edition, W3C 2025)
// for 8 and 16 bits of red, green, blue and, where needed, alpha. The rows are cut into
// stripes that are filtered and compressed on all cores: a deflate stream may be
// flushed to a byte at any place (RFC 1951, section 3.2.4), so stripes of one can be
// made apart and stand behind each other, each in an IDAT chunk of its own.

const pngSignature = "\x89PNG\r\n\x1a\n"

// The types of filters (specification, section 9), which are the first byte of a row.
const (
	filterSub   = 1
	filterUp    = 2
	filterPaeth = 4
)

// stripeBytes is about how much of a picture is compressed at a time. It depends on no
// machine, so files do not either.
const stripeBytes = 1 << 20

// pngPicture is what is encoded: rows of samples as they stand in the file.
type pngPicture struct {
	width, height int
	depth, kind   byte // bits of a sample; 2 for RGB, 6 for RGB with alpha
	pixel         int  // bytes of one
	row           func(y int, out []byte)
}

// EncodePNG returns img as a PNG file of 8 bits, compressed quickly and on all cores.
func EncodePNG(img image.Image) ([]byte, error) {
	p := picture8(ToNRGBA(img))
	return p.encode()
}

// EncodePNG16 returns a picture as a PNG file of 16 bits, rounded.
func EncodePNG16(r Rows) ([]byte, error) {
	p := pngPicture{r.Width, r.Height, 16, 2, 6, func(y int, out []byte) {
		rgb := make([]float32, 3*r.Width)
		r.Row(y, rgb)
		for i, f := range rgb {
			binary.BigEndian.PutUint16(out[2*i:], round16(f))
		}
	}}
	return p.encode()
}

// round16 takes NaN to 0.
func round16(f float32) uint16 {
	if f > 0 {
		return uint16(math.Round(float64(min(f, 1)) * math.MaxUint16))
	}
	return 0
}

func picture8(img *image.NRGBA) pngPicture {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	if !img.Opaque() {
		return pngPicture{w, h, 8, 6, 4, func(y int, out []byte) { copy(out, img.Pix[y*img.Stride:]) }}
	}
	return pngPicture{w, h, 8, 2, 3, func(y int, out []byte) {
		for i, at := 0, y*img.Stride; i < len(out); i, at = i+3, at+4 {
			copy(out[i:i+3], img.Pix[at:at+3])
		}
	}}
}

func (p *pngPicture) encode() ([]byte, error) {
	if p.width < 1 || p.height < 1 {
		return nil, errNoPixels
	}
	rowBytes := 1 + p.width*p.pixel
	rows := max(stripeBytes/rowBytes, 1)
	stripes := make([]pngStripe, (p.height+rows-1)/rows)
	parallel.Each(len(stripes), func(i int) {
		stripes[i] = p.stripe(i*rows, min((i+1)*rows, p.height))
	})
	var out bytes.Buffer
	size := 100
	for _, s := range stripes {
		size += len(s.deflated) + 12
	}
	out.Grow(size)
	out.WriteString(pngSignature)
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(p.width)), uint32(p.height))
	writeChunk(&out, "IHDR", append(header, p.depth, p.kind, 0, 0, 0))
	writeChunk(&out, "IDAT", []byte{0x78, 0x01}) // zlib: deflate with a window of 32 KiB, quickly (RFC 1950)
	sum := uint32(1)
	for _, s := range stripes {
		writeChunk(&out, "IDAT", s.deflated)
		sum = joinAdler(sum, s.sum, s.size)
	}
	end := []byte{1, 0, 0, 0xff, 0xff} // a last block without bytes
	writeChunk(&out, "IDAT", binary.BigEndian.AppendUint32(end, sum))
	writeChunk(&out, "IEND", nil)
	return out.Bytes(), nil
}

var errNoPixels = errors.New("the picture has no pixels")

func writeChunk(out *bytes.Buffer, kind string, content []byte) {
	out.Write(binary.BigEndian.AppendUint32(nil, uint32(len(content))))
	sum := crc32.Update(crc32.ChecksumIEEE([]byte(kind)), crc32.IEEETable, content)
	out.WriteString(kind)
	out.Write(content)
	out.Write(binary.BigEndian.AppendUint32(nil, sum))
}

// pngStripe is some rows, filtered and compressed.
type pngStripe struct {
	deflated []byte
	sum      uint32 // Adler-32 of what was compressed
	size     int    // its bytes
}

func (p *pngPicture) stripe(from, to int) pngStripe {
	bytesOfRow := p.width * p.pixel
	above, row := make([]byte, bytesOfRow), make([]byte, bytesOfRow)
	if from > 0 {
		p.row(from-1, above)
	}
	filtered := make([]byte, 0, (to-from)*(1+bytesOfRow))
	for y := from; y < to; y++ {
		p.row(y, row)
		filtered = appendFiltered(filtered, row, above, p.pixel)
		above, row = row, above
	}
	return pngStripe{deflate(filtered, false), adler32.Checksum(filtered), len(filtered)}
}

// compressors are kept between stripes: each has a megabyte of tables.
var compressors = sync.Pool{New: func() any {
	w, err := flate.NewWriter(nil, flate.BestSpeed)
	if err != nil {
		panic(err) // the level is valid
	}
	return w
}}

// deflate compresses bytes quickly, as a part of a stream that goes on, or as the whole.
func deflate(data []byte, whole bool) []byte {
	var out bytes.Buffer
	w := compressors.Get().(*flate.Writer)
	defer compressors.Put(w)
	w.Reset(&out)
	_, err := w.Write(data)
	finish := w.Flush
	if whole {
		finish = w.Close
	}
	if err == nil {
		err = finish()
	}
	if err != nil {
		panic(err) // a buffer takes everything
	}
	return out.Bytes()
}

// appendFiltered appends a row after the filter that leaves the smallest differences,
// judged by every eighth byte.
func appendFiltered(out, row, above []byte, pixel int) []byte {
	kind := chooseFilter(row, above, pixel)
	out = append(out, byte(kind))
	at := len(out)
	out = append(out, row...)
	differences := out[at:]
	switch kind {
	case filterSub:
		for i := len(row) - 1; i >= pixel; i-- {
			differences[i] -= row[i-pixel]
		}
	case filterUp:
		for i, a := range above {
			differences[i] -= a
		}
	default:
		for i := range min(pixel, len(row)) {
			differences[i] -= above[i]
		}
		for i := pixel; i < len(row); i++ {
			differences[i] -= paeth(row[i-pixel], above[i], above[i-pixel])
		}
	}
	return out
}

func chooseFilter(row, above []byte, pixel int) int {
	const step = 8
	var sub, up, both int
	for i := pixel; i < len(row); i += step {
		v, a, b, c := row[i], row[i-pixel], above[i], above[i-pixel]
		sub += size8(v - a)
		up += size8(v - b)
		both += size8(v - paeth(a, b, c))
	}
	switch {
	case both < min(sub, up):
		return filterPaeth
	case up <= sub:
		return filterUp
	}
	return filterSub
}

// size8 returns how far a difference is from 0, around the byte.
func size8(d byte) int {
	if d < 128 {
		return int(d)
	}
	return 256 - int(d)
}

// paeth predicts a byte from those to the left, above, and above to the left
// (specification, section 9.4).
func paeth(left, above, corner byte) byte {
	a, b := int(above)-int(corner), int(left)-int(corner)
	da, db, dc := max(a, -a), max(b, -b), max(a+b, -a-b)
	switch {
	case da <= db && da <= dc:
		return left
	case db <= dc:
		return above
	}
	return corner
}

// joinAdler returns the Adler-32 of two parts behind each other, of which the second
// has so many bytes (RFC 1950, section 8.2, summed up).
func joinAdler(first, second uint32, size int) uint32 {
	const mod = 65521
	a1, b1 := first&0xffff, first>>16
	a2, b2 := second&0xffff, second>>16
	n := uint64(size) % mod
	a := (uint64(a1) + uint64(a2) + mod - 1) % mod
	b := (uint64(b1) + uint64(b2) + n*(uint64(a1)+mod-1)) % mod
	return uint32(b)<<16 | uint32(a)
}
