package tensor

import (
	"math"
	"slices"
	"testing"
)

func TestRowsAndReshapeShareElements(t *testing.T) {
	a := New(3, 2, 2)
	a.Rows(1, 3).Reshape(8).F32[7] = 5
	if a.F32[11] != 5 || a.Len() != 12 {
		t.Errorf("got %v", a.F32)
	}
	ints := OfInts([]int64{1, 2, 3}, 3).Rows(1, 2)
	half := OfHalf([]Half{1, 2, 3, 4}, 2, 2).Rows(1, 2)
	if !slices.Equal(ints.I64, []int64{2}) || !slices.Equal(half.F16, []Half{3, 4}) || !slices.Equal(half.Shape, []int{1, 2}) {
		t.Errorf("got %v and %v", ints, half)
	}
	b := a.Clone()
	b.F32[0], b.Shape[0] = 1, 9
	if a.F32[0] != 0 || a.Shape[0] != 3 {
		t.Error("a clone shares something")
	}
}

func TestShapesThatDoNotFitPanic(t *testing.T) {
	for name, f := range map[string]func(){
		"Of":         func() { Of(make([]float32, 5), 2, 3) },
		"OfHalf":     func() { OfHalf(make([]Half, 5), 2, 3) },
		"OfInts":     func() { OfInts(make([]int64, 5), 6) },
		"Reshape":    func() { New(4).Reshape(3) },
		"Float32":    func() { OfInts([]int64{1}, 1).Float32() },
		"Images":     func() { New(1, 4, 2, 2).Images() },
		"FromImages": func() { FromImages(twoSizes()) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s did not panic", name)
				}
			}()
			f()
		}()
	}
}

func TestPrecisionConversions(t *testing.T) {
	a := Of([]float32{1, -0.5, 65504}, 3)
	h := a.Float16()
	if !slices.Equal(h.F16, []Half{0x3c00, 0xb800, 0x7bff}) {
		t.Errorf("float16: %x", h.F16)
	}
	if !slices.Equal(h.Float32().F32, a.F32) || &a.Float32().F32[0] != &a.F32[0] || &h.Float16().F16[0] != &h.F16[0] {
		t.Error("the way back differs or copies needlessly")
	}
}

// Every Half survives the way to float32 and back, NaN payloads included, and has
// the value that the standard gives it.
func TestEveryHalfRoundTrips(t *testing.T) {
	for bits := range 1 << 16 {
		h := Half(bits)
		f := h.Float32()
		if got := HalfOf(f); got != h {
			t.Fatalf("%04x became %04x", bits, got)
		}
		if want := definition(h); f != want && !(math.IsNaN(float64(f)) && math.IsNaN(float64(want))) {
			t.Fatalf("%04x is %v, want %v", bits, f, want)
		}
	}
}

func definition(h Half) float32 {
	sign, exponent, mantissa := 1.0, int(h>>10&31), float64(h&0x3ff)
	if h&halfSign != 0 {
		sign = -1
	}
	switch {
	case exponent == 31 && mantissa != 0:
		return float32(math.NaN())
	case exponent == 31:
		return float32(math.Inf(int(sign)))
	case exponent == 0:
		return float32(sign * math.Ldexp(mantissa, -24))
	}
	return float32(sign * math.Ldexp(1024+mantissa, exponent-25))
}

// Between any two neighbours the nearer one is chosen, and the even one half way.
func TestRoundingIsToNearestEven(t *testing.T) {
	for bits := range halfInfinity {
		low, high := Half(bits), Half(bits+1)
		a, b := float64(low.Float32()), float64(high.Float32())
		if high == halfInfinity {
			b = 65536 // where the next binary16 number would be
		}
		middle, even := float32((a+b)/2), low
		if low&1 == 1 {
			even = high
		}
		below, above := math.Nextafter32(middle, 0), math.Nextafter32(middle, float32(math.Inf(1)))
		for f, want := range map[float32]Half{below: low, middle: even, above: high} {
			if got := HalfOf(f); got != want {
				t.Fatalf("%v became %04x, want %04x", f, got, want)
			}
			if got := HalfOf(-f); got != want|halfSign {
				t.Fatalf("%v became %04x, want %04x", -f, got, want|halfSign)
			}
		}
	}
}

func TestNaNWithoutRoomForItsPayloadStaysOne(t *testing.T) {
	if h := HalfOf(math.Float32frombits(0x7f800001)); h.Float32() == h.Float32() {
		t.Errorf("%04x is not NaN", h)
	}
}

func BenchmarkWiden(b *testing.B) {
	src, dst := make([]Half, 1<<20), make([]float32, 1<<20)
	for i := range src {
		src[i] = HalfOf(float32(i%1000) / 100)
	}
	b.SetBytes(4 << 20)
	for b.Loop() {
		Widen(dst, src)
	}
}

func BenchmarkNarrow(b *testing.B) {
	src, dst := make([]float32, 1<<20), make([]Half, 1<<20)
	for i := range src {
		src[i] = float32(i%1000) / 100
	}
	b.SetBytes(4 << 20)
	for b.Loop() {
		Narrow(dst, src)
	}
}
