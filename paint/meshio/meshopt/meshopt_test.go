package meshopt

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// stream is one that the encoder of meshoptimizer 1.3.0 made, with what its own
// decoder makes of it: the bytes, or their hash where no filter may round.
type stream struct {
	Layout
	Name    string
	Stream  []byte
	Decoded []byte
	SHA256  string
}

func streams(t testing.TB) []stream {
	t.Helper()
	text, err := os.ReadFile("testdata/streams.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []stream
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestStreamsOfTheEncoder(t *testing.T) {
	for _, s := range streams(t) {
		t.Run(s.Name, func(t *testing.T) {
			before := bytes.Clone(s.Stream)
			got, err := Decode(s.Stream, s.Layout)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(before, s.Stream) {
				t.Error("decoding changed the stream")
			}
			if sum := sha256.Sum256(got); s.Filter == "NONE" && hex.EncodeToString(sum[:]) != s.SHA256 {
				t.Fatal("the bytes differ")
			}
			if s.Filter != "NONE" {
				compareFiltered(t, got, s)
			}
		})
	}
}

// compareFiltered allows one unit in the last place, as the specification does, but
// none for the exponential filter.
func compareFiltered(t *testing.T, got []byte, s stream) {
	t.Helper()
	if s.Filter == "EXPONENTIAL" {
		if !bytes.Equal(got, s.Decoded) {
			t.Error("the floats differ")
		}
		return
	}
	step := s.Stride / 4
	for i := 0; i < len(got); i += step {
		d := int(int8(got[i] - s.Decoded[i]))
		if step == 2 {
			d = int(int16(binary.LittleEndian.Uint16(got[i:]) - binary.LittleEndian.Uint16(s.Decoded[i:])))
		}
		if d > 1 || d < -1 {
			t.Fatalf("component %d differs by %d", i/step, d)
		}
	}
}

// Nothing that is cut off a stream, and nothing that is added to it, goes unnoticed.
func TestWrongLengthsAreRefused(t *testing.T) {
	for _, s := range streams(t) {
		for _, cut := range []int{1, 2, len(s.Stream) / 2, len(s.Stream)} {
			if _, err := Decode(s.Stream[:len(s.Stream)-cut], s.Layout); err == nil {
				t.Errorf("%s decodes without its last %d bytes", s.Name, cut)
			}
		}
		longer := append(bytes.Clone(s.Stream[:1]), append(make([]byte, 40), s.Stream[1:]...)...)
		if _, err := Decode(longer, s.Layout); err == nil {
			t.Errorf("%s decodes with 40 bytes more", s.Name)
		}
	}
}

func TestHostileLayoutsAreRefused(t *testing.T) {
	valid := streams(t)[0]
	for want, l := range map[string]Layout{
		"mode":        {Count: 1, Stride: 4, Mode: "CUBES"},
		"elements":    {Count: -1, Stride: 4, Mode: "ATTRIBUTES"},
		"1 << 62":     {Count: 1 << 62, Stride: 256, Mode: "ATTRIBUTES"},
		"bytes":       {Count: 1, Stride: 6, Mode: "ATTRIBUTES"},
		"zero bytes":  {Count: 1, Stride: 0, Mode: "ATTRIBUTES"},
		"3 bytes":     {Count: 3, Stride: 3, Mode: "INDICES"},
		"triangles":   {Count: 4, Stride: 2, Mode: "TRIANGLES"},
		"filter":      {Count: 1, Stride: 12, Mode: "ATTRIBUTES", Filter: "OCTAHEDRAL"},
		"short":       {Count: 10_000_000_000, Stride: 256, Mode: "ATTRIBUTES"},
		"many":        {Count: 3_000_000_000, Stride: 4, Mode: "TRIANGLES"},
		"indices":     {Count: 3_000_000_000, Stride: 4, Mode: "INDICES"},
		"no filter":   {Count: 3, Stride: 4, Mode: "INDICES", Filter: "COLOR"},
		"other modes": {Count: 3, Stride: 4, Mode: "TRIANGLES"},
	} {
		if _, err := Decode(valid.Stream, l); err == nil {
			t.Errorf("%s: %+v is taken", want, l)
		} else if strings.TrimSpace(err.Error()) == "" {
			t.Errorf("%s: no sentence", want)
		}
	}
}

// FuzzDecode proves that no stream makes the decoder reach beyond its memory.
func FuzzDecode(f *testing.F) {
	for _, s := range streams(f) {
		f.Add(s.Stream, s.Count, s.Stride, s.Mode[:1]+s.Filter)
	}
	modes := map[byte]string{'A': "ATTRIBUTES", 'T': "TRIANGLES", 'I': "INDICES"}
	f.Fuzz(func(t *testing.T, data []byte, count, stride int, mode string) {
		if mode == "" {
			return
		}
		l := Layout{Count: count, Stride: stride, Mode: modes[mode[0]], Filter: mode[1:]}
		out, err := Decode(data, l)
		if err != nil {
			return
		}
		if len(out) != count*stride {
			t.Errorf("%d bytes for %d elements of %d", len(out), count, stride)
		}
		if len(out) > 1100*(len(data)+1) {
			t.Errorf("%d bytes out of %d", len(out), len(data))
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	for _, s := range streams(b) {
		if s.Name != "floats v1 level 3" && s.Name != "floats v0 level 1" && s.Name != "triangles grid" {
			continue
		}
		b.Run(s.Name, func(b *testing.B) {
			b.SetBytes(int64(s.Count * s.Stride))
			for b.Loop() {
				if _, err := Decode(s.Stream, s.Layout); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
