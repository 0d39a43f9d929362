package arch

// The weights and inputs of the goldens (reference section 2.9): Mersenne Twister
// numbers seeded with the CRC of a tensor's name.

import (
	"encoding/binary"
	"hash/crc32"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"patina/paint/atomicfile"
	"patina/paint/checkpoint"
	"patina/paint/tensor"
)

// twister is mt19937.
type twister struct {
	state [624]uint32
	next  int
}

func newTwister(seed uint32) *twister {
	t := &twister{next: 624}
	t.state[0] = seed
	for i := 1; i < 624; i++ {
		t.state[i] = 1812433253*(t.state[i-1]^t.state[i-1]>>30) + uint32(i)
	}
	return t
}

func (t *twister) uint32() uint32 {
	if t.next == 624 {
		t.twist()
	}
	y := t.state[t.next]
	t.next++
	y ^= y >> 11
	y ^= y << 7 & 0x9d2c5680
	y ^= y << 15 & 0xefc60000
	return y ^ y>>18
}

func (t *twister) twist() {
	for i := range t.state {
		y := t.state[i]&0x80000000 | t.state[(i+1)%624]&0x7fffffff
		t.state[i] = t.state[(i+397)%624] ^ y>>1 ^ y&1*0x9908b0df
	}
	t.next = 0
}

// seeded returns the tensor of that name.
func seeded(name string, shape ...int) tensor.Tensor {
	out := tensor.New(shape...)
	numbers := newTwister(crc32.ChecksumIEEE([]byte(name)))
	offset, scale := 0.0, weightScale(name, shape)
	if len(shape) == 1 && strings.HasSuffix(name, ".weight") {
		offset, scale = 1, 0.1
	}
	for i := range out.F32 {
		s := 2*float64(numbers.uint32()&0xffffff)/(1<<24) - 1
		out.F32[i] = float32(offset + scale*s)
	}
	return out
}

func weightScale(name string, shape []int) float64 {
	switch {
	case strings.HasPrefix(name, "input.") || strings.Contains(name, "learned_text_clip"):
		return 1
	case strings.HasSuffix(name, "class_embedding.weight"):
		return 0.5
	case len(shape) == 1:
		return 0.05
	}
	return math.Sqrt(3 / float64(tensor.Count(shape[1:])))
}

// recorder is a source that has every tensor, and remembers what was asked for.
type recorder struct {
	prefix string
	asked  *[]checkpoint.Entry
}

func (r recorder) Tensor(key string, shape ...int) checkpoint.Entry {
	e := checkpoint.Entry{Key: r.prefix + key, Shape: shape}
	*r.asked = append(*r.asked, e)
	return e
}

func (recorder) Err(func(string) bool) error { return nil }

// record returns the tensors that a network asks for, each once.
func record(build func(weights func(prefix string) source)) []checkpoint.Entry {
	var asked []checkpoint.Entry
	build(func(prefix string) source { return recorder{prefix, &asked} })
	var once []checkpoint.Entry
	seen := map[string]bool{}
	for _, e := range asked {
		if !seen[e.Key] {
			seen[e.Key] = true
			once = append(once, e)
		}
	}
	return once
}

// scratch is a folder that the tests share.
var scratch string

func TestMain(m *testing.M) {
	var err error
	if scratch, err = os.MkdirTemp("", "arch"); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(scratch)
	os.Exit(code)
}

// save writes the tensors with seeded elements and opens them.
func save(t testing.TB, entries []checkpoint.Entry) *checkpoint.Weights {
	t.Helper()
	return saveStored(t, seededTensors(entries))
}

func seededTensors(entries []checkpoint.Entry) []checkpoint.StoredTensor {
	var list []checkpoint.StoredTensor
	for _, e := range entries {
		list = append(list, stored(e.Key, seeded(e.Key, e.Shape...)))
	}
	return list
}

// stored returns what is written of a floating point tensor.
func stored(key string, elements tensor.Tensor) checkpoint.StoredTensor {
	s := checkpoint.StoredTensor{Key: key, Shape: elements.Shape}
	var raw []byte
	if elements.F16 != nil {
		s.DType = checkpoint.F16
		for _, v := range elements.F16 {
			raw = binary.LittleEndian.AppendUint16(raw, uint16(v))
		}
	}
	for _, v := range elements.F32 {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(v))
	}
	s.Write = func(w io.Writer) error {
		_, err := w.Write(raw)
		return err
	}
	return s
}

func saveStored(t testing.TB, list []checkpoint.StoredTensor) *checkpoint.Weights {
	t.Helper()
	path := filepath.Join(t.TempDir(), "weights.safetensors")
	saveAs(t, path, list)
	return open(t, path)
}

func saveAs(t testing.TB, path string, list []checkpoint.StoredTensor) {
	t.Helper()
	err := atomicfile.Write(path, func(w io.Writer) error { return checkpoint.WriteSafetensors(w, list) })
	if err != nil {
		t.Fatal(err)
	}
}

func open(t testing.TB, path string) *checkpoint.Weights {
	t.Helper()
	w, err := checkpoint.OpenWeights(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}
