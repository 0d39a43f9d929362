package noise

import (
	"encoding/json"
	"math"
	"slices"
	"testing"
)

func draw(t *testing.T, kind Kind, seed uint64, n int) []float32 {
	t.Helper()
	source, err := New(kind, seed)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]float32, n)
	source.Fill(out)
	return out
}

// The vectors are PyTorch's, printed with 8 digits behind the point: reference section 5.1.
func TestCPUIsTorchs(t *testing.T) {
	for _, test := range []struct {
		name string
		seed uint64
		n    int
		from int
		want []float32
	}{
		{"seed 0", 0, 16, 0, []float32{-1.12583983, -1.15236020, -0.25057858, -0.43387881, 0.84871036, 0.69200915, -0.31601277, -2.11521935, 0.32227492, -1.26333475, 0.34998319, 0.30813393, 0.11984151, 1.23765790, 1.11677718, -0.24727815}},
		{"seed 42", 42, 16, 0, []float32{1.92691529, 1.48728406, 0.90071720, -2.10552096, 0.67841846, -1.23454487, -0.04306748, -1.60466695, -0.75213528, 1.64872301, -0.39247864, -1.40360713, -0.72788131, -0.55943018, -0.76883888, 0.76244539}},
		{"short", 0, 4, 0, []float32{1.54099607, -0.29342890, -2.17878938, 0.56843126}},
		{"with a rest, start", 0, 20, 0, []float32{-1.12583983, -1.15236020, -0.25057858, -0.43387881}},
		{"with a rest, end", 0, 20, 4, []float32{0.59883946, -1.55509508, -0.34136039, 1.85300612, 0.46809641, -0.15771244, 1.44366014, 0.26604941, 1.38936615, 1.58633423, 0.94629836, -0.84367675, 0.93182659, 1.25900924, 2.00498056, 0.05373690}},
		{"six latents", 0, 6 * 4 * 64 * 64, 6*4*64*64 - 4, []float32{-0.60769212, 0.01793218, 1.07570565, 0.01543532}},
	} {
		got := draw(t, CPU, test.seed, test.n)[test.from:][:len(test.want)]
		for i := range test.want {
			// 8 printed digits leave half of the last one open.
			if math.Abs(float64(got[i]-test.want[i])) > 0.6e-8*max(1, math.Abs(float64(test.want[i]))*10) {
				t.Errorf("%s: number %d is %.9g, want %.9g", test.name, i, got[i], test.want[i])
			}
		}
	}
}

func TestCPUHalfIsTorchs(t *testing.T) {
	six := 6 * 4 * 64 * 64
	for _, test := range []struct {
		kind Kind
		seed uint64
		n    int
		from int
		want []float32
	}{
		{CPUHalf, 0, 16, 0, []float32{-0.90087890625, 0.481201171875, 1.1982421875, 0.9052734375, 0.7998046875, -0.2548828125, -1.8876953125, -0.183349609375, -0.0255279541015625, -0.63720703125, 1.3623046875, -0.990234375, -0.638671875, 0.93115234375, -0.409912109375, -1.48828125}},
		{CPUHalfRounded, 0, 16, 0, []float32{-0.9013671875, 0.4814453125, 1.1982421875, 0.90625, 0.7998046875, -0.2548828125, -1.8876953125, -0.183349609375, -0.025543212890625, -0.63671875, 1.3623046875, -0.99072265625, -0.638671875, 0.93115234375, -0.41015625, -1.4892578125}},
		{CPUHalf, 42, 16, 0, []float32{.38671875, 1.4716796875, .1468505859375, -1.119140625, .6708984375, -.203857421875, 1.8515625, -.4990234375}},
		{CPUHalfRounded, 42, 16, 0, []float32{.386962890625, 1.470703125, .1468505859375, -1.1181640625, .6708984375, -.203857421875, 1.8525390625, -.499267578125}},
		{CPUHalf, 0, six, six - 4, []float32{2.1953125, .59375, -.67138671875, .69580078125}},
	} {
		got := draw(t, test.kind, test.seed, test.n)[test.from:][:len(test.want)]
		if !slices.Equal(got, test.want) {
			t.Errorf("%s, seed %d, from %d:\n got %v\nwant %v", test.kind, test.seed, test.from, got, test.want)
		}
	}
}

func TestSecondTensorGoesOnWhereTheFirstEnded(t *testing.T) {
	source, _ := New(CPUHalf, 0)
	tensor := make([]float32, 6*4*64*64)
	source.Fill(tensor)
	source.Fill(tensor)
	want := []float32{.270751953125, -.498779296875, 1.3642578125, 1.501953125}
	if !slices.Equal(tensor[:4], want) {
		t.Errorf("second tensor starts %v, want %v", tensor[:4], want)
	}
}

// Known answers of the paper's test suite, and numbers that PyTorch users know.
func TestCUDAIsTorchs(t *testing.T) {
	ones := uint32(0xffffffff)
	for _, test := range []struct {
		counter [4]uint32
		key     [2]uint32
		want    [4]uint32
	}{
		{[4]uint32{}, [2]uint32{}, [4]uint32{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
		{[4]uint32{ones, ones, ones, ones}, [2]uint32{ones, ones}, [4]uint32{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
		{[4]uint32{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, [2]uint32{0xa4093822, 0x299f31d0}, [4]uint32{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
	} {
		if got := philox(test.counter, test.key); got != test.want {
			t.Errorf("philox(%x, %x) = %x, want %x", test.counter, test.key, got, test.want)
		}
	}
	source, _ := New(CUDA, 0)
	first, second := make([]float32, 12), make([]float32, 4)
	source.Fill(first)
	source.Fill(second)
	near(t, "first call", first, []float32{-0.92466241, -0.42534393, -2.64384580, 0.14518386, -0.12086657, -0.57972574, -0.62285155, -0.32838705, -1.07454169, -0.36314404, -1.67105019, 2.26550484})
	near(t, "second call", second, []float32{0.18082581, -0.55226266, 0.92381340, -0.73497027})
	near(t, "seed 42", draw(t, CUDA, 42, 4), []float32{0.19401887, 2.16137409, -0.17205061, 0.84906006})
}

func near(t *testing.T, name string, got, want []float32) {
	t.Helper()
	for i := range want {
		if math.Abs(float64(got[i]-want[i])) > 1e-6 {
			t.Errorf("%s: number %d is %g, want %g within 1e-6", name, i, got[i], want[i])
		}
	}
}

func TestResumeGoesOnBitForBit(t *testing.T) {
	for _, kind := range Kinds() {
		source, _ := New(kind, 7)
		source.Fill(make([]float32, 5)) // leaves half a pair behind
		source.Fill(make([]float32, 1000))
		stored, err := json.Marshal(source.State())
		if err != nil {
			t.Fatal(err)
		}
		var state State
		if err := json.Unmarshal(stored, &state); err != nil {
			t.Fatal(err)
		}
		resumed, err := Resume(state)
		if err != nil {
			t.Fatal(err)
		}
		want, got := make([]float32, 37), make([]float32, 37)
		source.Fill(want[:3])
		source.Fill(want[3:])
		resumed.Fill(got[:3])
		resumed.Fill(got[3:])
		if !slices.Equal(got, want) {
			t.Errorf("%s: resumed stream differs", kind)
		}
	}
}

func TestDamagedStateAndUnknownKindAreErrors(t *testing.T) {
	if _, err := New("dice", 0); err == nil {
		t.Error("made noise of an unknown kind")
	}
	for _, s := range []State{{Kind: CPU}, {Kind: CPU, Words: make([]uint32, words), Index: -1}, {Kind: "dice"}} {
		if _, err := Resume(s); err == nil {
			t.Errorf("resumed from %v", s.Kind)
		}
	}
}

func BenchmarkFillSixLatents(b *testing.B) {
	for _, kind := range Kinds() {
		b.Run(string(kind), func(b *testing.B) {
			source, _ := New(kind, 0)
			dst := make([]float32, 6*4*64*64)
			b.SetBytes(int64(4 * len(dst)))
			for b.Loop() {
				source.Fill(dst)
			}
		})
	}
}
