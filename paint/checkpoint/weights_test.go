package checkpoint

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// stored returns a tensor of float32 or float16 whose every element has the bits of
// value.
func stored(key string, dtype DType, value float32, shape ...int) StoredTensor {
	size, _ := checkedSize(dtype, shape)
	return StoredTensor{key, dtype, shape, func(w io.Writer) error {
		element := binary.LittleEndian.AppendUint32(nil, math.Float32bits(value))
		_, err := w.Write(slices.Repeat(element[:min(4, dtype.Size())], int(size)/min(4, dtype.Size())))
		return err
	}}
}

func save(t *testing.T, path string, tensors ...StoredTensor) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := WriteSafetensors(f, tensors); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, path string) *Weights {
	t.Helper()
	w, err := OpenWeights(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

func TestSafetensorsRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.safetensors")
	save(t, path, stored("b", F32, 2.5, 2, 3), stored("a", F16, 0, 4), stored("scalar", F32, 7))
	w := open(t, path)
	if got := w.Keys(); !slices.Equal(got, []string{"a", "b", "scalar"}) || w.Size() != 36 {
		t.Errorf("keys %v, %d bytes", got, w.Size())
	}
	e, _ := w.Entry("b")
	if e.Offset%64 != 0 {
		t.Errorf("elements start at byte %d", e.Offset)
	}
	b, err := w.Read(e)
	if err != nil || !slices.Equal(b.Shape, []int{2, 3}) || b.F32[5] != 2.5 {
		t.Errorf("read %v, %v", b, err)
	}
	row, err := w.Read(e.Rows(1, 2))
	if err != nil || !slices.Equal(row.Shape, []int{1, 3}) || e.Rows(1, 2).Offset != e.Offset+12 {
		t.Errorf("read %v, %v", row, err)
	}
}

func TestWriteRefusesAnotherNumberOfBytes(t *testing.T) {
	short := stored("a", F32, 1, 2)
	short.Shape = []int{3}
	if err := WriteSafetensors(io.Discard, []StoredTensor{short}); err == nil || !strings.Contains(err.Error(), "12 bytes, found 8") {
		t.Errorf("got %v", err)
	}
}

func TestShardsAreOneNetwork(t *testing.T) {
	dir := t.TempDir()
	save(t, filepath.Join(dir, "x-1.safetensors"), stored("a", F32, 1, 2))
	save(t, filepath.Join(dir, "x-2.safetensors"), stored("b", F32, 2, 2))
	index := filepath.Join(dir, "x.safetensors.index.json")
	for text, want := range map[string]string{
		`{"weight_map":{"a":"x-1.safetensors","b":"x-2.safetensors"}}`: "",
		`{"weight_map":{"a":"x-1.safetensors","b":"x-1.safetensors"}}`: `x-1.safetensors: tensor "b": expected the tensor that x.safetensors.index.json names, found none`,
		`{"weight_map":{"a":"x-3.safetensors"}}`:                       "x-3.safetensors: no such file",
		`{"weight_map":{"a":"../x-1.safetensors"}}`:                    "is no file beside it",
		`{"weight_map":{}}`: "names no files",
		`[]`:                "not the JSON that was expected",
	} {
		if err := os.WriteFile(index, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		w, err := OpenWeights(index)
		if want == "" {
			if err != nil || len(w.Keys()) != 2 {
				t.Errorf("%s: %v", text, err)
			}
		} else if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", text, err, want)
		}
	}
}

func TestLinksAreFollowedToTheRealFile(t *testing.T) {
	dir := t.TempDir()
	blob, link := filepath.Join(dir, "0123abcd"), filepath.Join(dir, "model.safetensors")
	save(t, blob, stored("a", F32, 1, 2))
	if err := os.Symlink(blob, link); err != nil {
		t.Skip("SKIPPED: no symbolic links here:", err)
	}
	e, _ := open(t, link).Entry("a")
	if want, _ := filepath.EvalSymlinks(blob); e.File != want {
		t.Errorf("the entry lies in %s, want %s", e.File, want)
	}
}

func TestOldAttentionNamesAreRenamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vae.safetensors")
	old := "encoder.mid_block.attentions.0."
	save(t, path, stored(old+"query.weight", F32, 1, 1), stored(old+"key.bias", F32, 1, 1), stored(old+"value.bias", F32, 1, 1),
		stored("decoder.mid_block.attentions.0.proj_attn.weight", F32, 1, 1), stored("quant.key.bias", F32, 1, 1))
	want := []string{"decoder.mid_block.attentions.0.to_out.0.weight", old + "to_k.bias", old + "to_q.weight", old + "to_v.bias", "quant.key.bias"}
	w := open(t, path)
	if got := w.Keys(); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	if e, _ := w.Entry(old + "to_q.weight"); e.Key != old+"to_q.weight" {
		t.Errorf("the entry is called %q", e.Key)
	}
}

// Each broken file must be refused with a sentence that names it and says what is
// wrong.
func TestBrokenFilesGiveASentence(t *testing.T) {
	dir := t.TempDir()
	header := func(s string, payload int) []byte {
		return append(binary.LittleEndian.AppendUint64(nil, uint64(len(s))), append([]byte(s), make([]byte, payload)...)...)
	}
	for want, file := range map[string][]byte{
		"no safetensors header":                        []byte("abc"),
		"a header of 9999 bytes":                       binary.LittleEndian.AppendUint64(nil, 9999),
		"not JSON":                                     header("{]", 0),
		`"F8" is not supported`:                        header(`{"a":{"dtype":"F8","shape":[1],"data_offsets":[0,1]}}`, 1),
		`"a": expected 8 bytes of data, found 4`:       header(`{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}`, 4),
		`"a": expected 12 bytes for float32 [3]`:       header(`{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}`, 8),
		`"a": its header is not valid`:                 header(`{"a":{"dtype":"F32","shape":"x","data_offsets":[0,8]}}`, 8),
		`expected -1 bytes of data`:                    header(`{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,-1]}}`, 8),
		`for float32 [4611686018427387904 4], found 0`: header(`{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}`, 8),
	} {
		path := filepath.Join(dir, "broken.safetensors")
		if err := os.WriteFile(path, file, 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := OpenWeights(path)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("got %v, want %q and the file", err, want)
		}
	}
	for _, path := range []string{dir, filepath.Join(dir, "missing.bin")} {
		if _, err := OpenWeights(path); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: got %v", path, err)
		}
	}
}

func TestATypeWithoutGoCounterpartIsNotRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.safetensors")
	save(t, path, stored("a", BF16, 0, 2))
	w := open(t, path)
	e, _ := w.Entry("a")
	if _, err := w.Read(e); err == nil || !strings.Contains(err.Error(), "found bfloat16") {
		t.Errorf("got %v", err)
	}
}

func TestAFileThatShrankIsAnError(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.safetensors")
	save(t, path, stored("a", F32, 0, 64))
	w := open(t, path)
	if err := os.Truncate(path, 100); err != nil {
		t.Fatal(err)
	}
	e, _ := w.Entry("a")
	if _, err := w.Read(e); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v", err)
	}
}

func TestScopeNamesWhatDoesNotFit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.safetensors")
	save(t, path, stored("n.a", F32, 0, 2), stored("n.b", F16, 0, 2), stored("n.c", BF16, 0, 2), stored("m.d", F32, 0, 2))
	w := open(t, path)
	none := func(string) bool { return false }
	for _, test := range []struct {
		ask           func(s *Scope)
		key, expected string
		found         string
		more          int
	}{
		{func(s *Scope) { s.Tensor("c", 2) }, "n.c", "float16 or float32 [2]", "bfloat16 [2]", 2},
		{func(s *Scope) { s.Tensor("a", 3); s.Tensor("b", 2) }, "n.a", "float32 [3]", "float32 [2]", 1},
		{func(s *Scope) { s.Tensor("x", 3); s.Tensor("a", 2); s.Tensor("b", 2) }, "n.x", "a tensor [3]", "none", 1},
		{func(s *Scope) { s.Tensor("a", 2); s.Tensor("b", 2) }, "n.c", "no such tensor in this network", "bfloat16 [2]", 0},
	} {
		s := w.Scope("n.")
		test.ask(s)
		var got *TensorError
		if err := s.Err(none); !errors.As(err, &got) {
			t.Errorf("%s: got %v", test.key, err)
			continue
		}
		want := TensorError{got.File, test.key, test.expected, test.found, test.more}
		if *got != want || !strings.HasPrefix(got.File, filepath.Dir(path)) {
			t.Errorf("got %+v, want %+v", *got, want)
		}
		if text := got.Error(); !strings.Contains(text, test.found) || strings.Contains(text, "more tensors") != (test.more > 0) {
			t.Errorf("it reads %s", text)
		}
	}
	s := w.Scope("n.")
	if e := s.Tensor("a", 2); e.Key != "n.a" {
		t.Errorf("got %+v", e)
	}
	if err := s.Err(func(key string) bool { return key == "n.b" || key == "n.c" }); err != nil {
		t.Errorf("got %v", err)
	}
}

func ExampleTensorError() {
	fmt.Println(&TensorError{"unet.safetensors", "conv_in.weight", "float16 [320 12 3 3]", "float16 [320 4 3 3]", 2})
	// Output: unet.safetensors: tensor "conv_in.weight": expected float16 [320 12 3 3], found float16 [320 4 3 3] (and 2 more tensors do not fit)
}
