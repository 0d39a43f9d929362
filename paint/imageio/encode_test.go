package imageio

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"os"
	"runtime"
	"testing"
)

// Every size, with and without alpha, comes back as it went in, through the decoder of
// the standard library.
func TestPNGComesBackAsItWent(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {2, 3}, {1, 700}, {700, 1}, {333, 257}, {1024, 1024}, {1500, 901}} {
		for _, opaque := range []bool{true, false} {
			img := noisy(size, opaque)
			data, err := EncodePNG(img)
			if err != nil {
				t.Fatal(err)
			}
			decoded, err := png.Decode(bytes.NewReader(data))
			if err != nil {
				t.Fatalf("%v: %v", size, err)
			}
			if !bytes.Equal(ToNRGBA(decoded).Pix, img.Pix) {
				t.Errorf("%v, opaque %v: pixels differ", size, opaque)
			}
		}
	}
}

// noisy is a picture with smooth parts, flat parts and noise.
func noisy(size image.Point, opaque bool) *image.NRGBA {
	img := image.NewNRGBA(image.Rectangle{Max: size})
	seed := uint32(1)
	for i := range img.Pix {
		x, y := i/4%size.X, i/4/size.X
		seed = seed*1664525 + 1013904223
		switch {
		case x < size.X/3:
			img.Pix[i] = uint8(40 * (i % 4))
		case y < size.Y/2:
			img.Pix[i] = uint8(x/3 + y/2*(i%4))
		default:
			img.Pix[i] = uint8(seed >> 24)
		}
		if i%4 == 3 && opaque {
			img.Pix[i] = 255
		}
	}
	return img
}

func TestPNGDoesNotDependOnCores(t *testing.T) {
	img := noisy(image.Pt(1200, 1100), true)
	many, err := EncodePNG(img)
	if err != nil {
		t.Fatal(err)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	one, err := EncodePNG(img)
	if err != nil || !bytes.Equal(one, many) {
		t.Errorf("the file differs on one core: %v", err)
	}
}

// waves is a smooth picture of floats, some beyond their range.
func waves(w, h int) Rows {
	return Rows{w, h, func(y int, rgb []float32) {
		for x := range w {
			for c := range 3 {
				rgb[3*x+c] = float32(0.5 + 0.55*math.Sin(float64(x*(c+1)+2*y)/40))
			}
		}
	}}
}

func TestPNG16KeepsSixteenBits(t *testing.T) {
	r := waves(321, 200)
	data, err := EncodePNG16(r)
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	rgb := make([]float32, 3*321)
	for y := range 200 {
		r.Row(y, rgb)
		for x := range 321 {
			c := color.NRGBA64Model.Convert(decoded.At(x, y)).(color.NRGBA64)
			for i, got := range []uint16{c.R, c.G, c.B} {
				want := min(max(float64(rgb[3*x+i]), 0), 1) * 65535
				if math.Abs(float64(got)-want) > 0.51 {
					t.Fatalf("pixel %d,%d is %d instead of %g", x, y, got, want)
				}
			}
		}
	}
}

func TestRowsOfAnImage(t *testing.T) {
	img := image.NewNRGBA64(image.Rect(0, 0, 3, 2))
	img.SetNRGBA64(2, 1, color.NRGBA64{R: 65535, G: 257, B: 1, A: 65535})
	r := RowsOf(img)
	rgb := make([]float32, 9)
	r.Row(1, rgb)
	if r.Width != 3 || r.Height != 2 || rgb[6] != 1 || rgb[7] != 257./65535 || rgb[8] != 1./65535 {
		t.Errorf("%d x %d, row %v", r.Width, r.Height, rgb)
	}
}

// readEXR undoes EncodeEXR: rows of B, G and R as half floats.
func readEXR(t *testing.T, data []byte, width, height int) [][]uint16 {
	t.Helper()
	if !bytes.HasPrefix(data, []byte{0x76, 0x2f, 0x31, 0x01, 2, 0, 0, 0}) {
		t.Fatal("it has no magic number")
	}
	end := bytes.Index(data, []byte("screenWindowWidth\x00float\x00")) + len("screenWindowWidth\x00float\x00") + 8 + 1
	var rows [][]uint16
	for i := range (height + exrRows - 1) / exrRows {
		at := binary.LittleEndian.Uint64(data[end+8*i:])
		y, size := binary.LittleEndian.Uint32(data[at:]), binary.LittleEndian.Uint32(data[at+4:])
		if int(y) != i*exrRows {
			t.Fatalf("block %d starts at row %d", i, y)
		}
		rows = append(rows, exrRowsOf(t, data[at+8:][:size], width, min(exrRows, height-i*exrRows))...)
	}
	return rows
}

func exrRowsOf(t *testing.T, block []byte, width, count int) (rows [][]uint16) {
	t.Helper()
	raw := block
	if len(block) < 6*width*count {
		r, err := zlib.NewReader(bytes.NewReader(block))
		if err != nil {
			t.Fatal(err)
		}
		mixed, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for i := 1; i < len(mixed); i++ {
			mixed[i] += mixed[i-1] - 128
		}
		raw = make([]byte, len(mixed))
		for i := range raw {
			raw[i] = mixed[i%2*((len(mixed)+1)/2)+i/2]
		}
	}
	for len(raw) > 0 {
		row := make([]uint16, 3*width)
		for i := range row {
			row[i] = binary.LittleEndian.Uint16(raw[2*i:])
		}
		rows, raw = append(rows, row), raw[6*width:]
	}
	return rows
}

func decodeSRGB(f float64) float64 {
	if f <= 0.04045 {
		return f / 12.92
	}
	return math.Pow((f+0.055)/1.055, 2.4)
}

func unhalf(h uint16) float64 {
	exponent, mantissa := int(h>>10), float64(h&0x3ff)
	if exponent == 0 {
		return math.Ldexp(mantissa, -24)
	}
	return math.Ldexp(1+mantissa/1024, exponent-15)
}

func TestEXRKeepsHalfFloats(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {50, 33}, {321, 16}} {
		r := waves(size.X, size.Y)
		data, err := EncodeEXR(r)
		if err != nil {
			t.Fatal(err)
		}
		rgb := make([]float32, 3*size.X)
		for y, row := range readEXR(t, data, size.X, size.Y) {
			r.Row(y, rgb)
			for i := range rgb {
				got := unhalf(row[(2-i%3)*size.X+i/3])
				want := decodeSRGB(float64(min(max(rgb[i], 0), 1)))
				if math.Abs(got-want) > want/2000+1e-7 {
					t.Fatalf("%v: row %d has %g instead of %g", size, y, got, want)
				}
			}
		}
	}
}

// The file of testdata was read with the OpenEXR library (its Python package 3.5.3) and found to hold the
// same numbers.
func TestEXRIsWhatTheLibraryRead(t *testing.T) {
	data, err := EncodeEXR(waves(37, 21))
	if err != nil {
		t.Fatal(err)
	}
	golden, err := os.ReadFile("testdata/waves.exr")
	if err != nil {
		t.Fatal(err)
	}
	got, want := readEXR(t, data, 37, 21), readEXR(t, golden, 37, 21)
	header := bytes.Index(golden, []byte("screenWindowWidth"))
	if !bytes.Equal(data[:header], golden[:header]) {
		t.Error("the header differs")
	}
	for y := range want {
		for i := range want[y] {
			if d := int(got[y][i]) - int(want[y][i]); d < -1 || d > 1 {
				t.Fatalf("row %d differs", y)
			}
		}
	}
}

func TestHalfRounds(t *testing.T) {
	for f, want := range map[float32]uint16{
		0: 0, 1: 0x3c00, 0.5: 0x3800, 65504: 0x7bff, 1e9: 0x7bff, 6.1035156e-05: 0x0400, 5.9604645e-08: 1, 1e-9: 0,
		1.00048828125: 0x3c00, 1.0009765625: 0x3c01, 0.333333: 0x3555, 6.0975552e-05: 0x3ff,
	} {
		if got := half(f); got != want {
			t.Errorf("half(%g) = %#x, want %#x", f, got, want)
		}
	}
}

func TestPicturesWithoutPixelsAreRefused(t *testing.T) {
	if _, err := EncodePNG(image.NewNRGBA(image.Rectangle{})); err == nil {
		t.Error("a PNG without pixels")
	}
	if _, err := EncodePNG16(Rows{}); err == nil {
		t.Error("a PNG of 16 bits without pixels")
	}
	if _, err := EncodeEXR(Rows{}); err == nil {
		t.Error("an EXR without pixels")
	}
}

// BenchmarkEncode compares with the encoder of the standard library.
func BenchmarkEncode(b *testing.B) {
	const side = 8192
	img := image.NewNRGBA(image.Rect(0, 0, side, side))
	for i := range img.Pix {
		x, y := i/4%side, i/4/side
		waves := 100 * math.Sin(float64(x)/90) * math.Cos(float64(y*(i%4+1))/70)
		img.Pix[i] = uint8(128+waves) + uint8((x*7919^y*104729)>>4&3) | uint8(255*(i%4/3))
	}
	run := func(name string, encode func() (int, error)) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(side * side * 4)
			b.ReportAllocs()
			for b.Loop() {
				n, err := encode()
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(n)/1e6, "MB-file")
			}
		})
	}
	run("8192 PNG", func() (int, error) { d, err := EncodePNG(img); return len(d), err })
	floats := Rows{side, side, func(y int, rgb []float32) {
		for i := range rgb {
			rgb[i] = float32(img.Pix[y*img.Stride+i/3*4+i%3])/255 + float32(i%64)/65536
		}
	}}
	run("8192 PNG of 16 bits", func() (int, error) { d, err := EncodePNG16(floats); return len(d), err })
	run("8192 EXR", func() (int, error) { d, err := EncodeEXR(floats); return len(d), err })
	run("8192 standard library", func() (int, error) {
		var out bytes.Buffer
		err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, img)
		return out.Len(), err
	})
}

func TestDeepFilesHaveMoreThan8Bits(t *testing.T) {
	for _, c := range []struct {
		img  image.Image
		deep bool
	}{
		{image.NewNRGBA(image.Rect(0, 0, 2, 2)), false},
		{image.NewGray(image.Rect(0, 0, 2, 2)), false},
		{image.NewNRGBA64(image.Rect(0, 0, 2, 2)), true},
		{image.NewGray16(image.Rect(0, 0, 2, 2)), true},
	} {
		var b bytes.Buffer
		if err := png.Encode(&b, c.img); err != nil {
			t.Fatal(err)
		}
		if got := Deep(b.Bytes()); got != c.deep {
			t.Errorf("a PNG of %T is deep: %v", c.img, got)
		}
	}
	if Deep([]byte("no picture")) {
		t.Error("what is no picture is deep")
	}
}
