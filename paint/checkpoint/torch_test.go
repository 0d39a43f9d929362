package checkpoint

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestTorchFilesAreRead(t *testing.T) {
	w := open(t, "testdata/tiny_torch.bin")
	if want := []string{"a.point", "a.view", "a.weight", "b.position_ids", "b.weight"}; !slices.Equal(w.Keys(), want) {
		t.Fatalf("keys %v", w.Keys())
	}
	for key, want := range map[string][]float32{
		"a.weight": {0, 0.25, 0.5, 0.75, 1, 1.25},
		"a.view":   {1.5, 1.75, 2, 2.25, 2.5, 2.75},
		"a.point":  {1, 1.25},
		"b.weight": {1, -0.5, 65504, 1.0 / (1 << 24)},
	} {
		e, _ := w.Entry(key)
		got, err := w.Read(e)
		if err != nil || !slices.Equal(got.Float32().F32, want) {
			t.Errorf("%s: %v, %v", key, got, err)
		}
	}
	e, _ := w.Entry("b.position_ids")
	if got, err := w.Read(e); err != nil || !slices.Equal(got.I64, []int64{0, 1, -1, 1 << 40}) || !slices.Equal(e.Shape, []int{1, 4}) {
		t.Errorf("got %v, %v", got, err)
	}
}

// archive returns a file of torch.save with the given members below "archive/".
func archive(t testing.TB, method uint16, members map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range members {
		w, err := z.CreateHeader(&zip.FileHeader{Name: "archive/" + name, Method: method})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// onePickle is the pickle of {"a": tensor} with the given shape and stride over a
// storage "0" of eight floats.
func onePickle(shape, stride string) string {
	return "\x80\x02}X\x01\x00\x00\x00actorch._utils\n_rebuild_tensor_v2\n" +
		"((X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpuK\x08tQ" +
		"K\x01" + shape + stride + "\x89ccollections\nOrderedDict\n)RtRs."
}

func TestBrokenTorchFilesGiveASentence(t *testing.T) {
	good := onePickle("K\x02\x85", "K\x01\x85")
	eight := strings.Repeat("\x00", 32)
	stored := func(members map[string]string) []byte { return archive(t, zip.Store, members) }
	for want, file := range map[string][]byte{
		"":                                  stored(map[string]string{"data.pkl": good, "data/0": eight}),
		"not written by torch.save (":       []byte("hello"),
		"no data.pkl":                       stored(map[string]string{"version": "3"}),
		"(data/0) are missing":              stored(map[string]string{"data.pkl": good}),
		"are compressed":                    archive(t, zip.Deflate, map[string]string{"data.pkl": good, "data/0": eight}),
		`byte order is "big"`:               stored(map[string]string{"data.pkl": good, "data/0": eight, "byteorder": "big"}),
		"expected 32 bytes in data/0":       stored(map[string]string{"data.pkl": good, "data/0": "12345678901"}),
		"expected 32 bytes from byte 4":     stored(map[string]string{"data.pkl": onePickle("K\x08\x85", "K\x01\x85"), "data/0": eight}),
		"found the strides [1 2] for [2 2]": stored(map[string]string{"data.pkl": onePickle("K\x02K\x02\x86", "K\x01K\x02\x86"), "data/0": eight}),
		`"posix.system"`:                    stored(map[string]string{"data.pkl": "\x80\x02cposix\nsystem\nX\x02\x00\x00\x00ls\x85R."}),
		"instruction 0x81":                  stored(map[string]string{"data.pkl": "\x80\x02)\x81."}),
		"protocol 4":                        stored(map[string]string{"data.pkl": "\x80\x04}."}),
		"cut short":                         stored(map[string]string{"data.pkl": good[:40]}),
		"no dictionary of tensors":          stored(map[string]string{"data.pkl": "\x80\x02N."}),
		"takes more than it put down":       stored(map[string]string{"data.pkl": "\x80\x02\x86."}),
		"a mark is missing":                 stored(map[string]string{"data.pkl": "\x80\x02}u."}),
		"recalls what it never kept":        stored(map[string]string{"data.pkl": "\x80\x02h\x01."}),
		"calls \"torch._utils":              stored(map[string]string{"data.pkl": "\x80\x02ctorch._utils\n_rebuild_tensor_v2\n)R."}),
		"appends to what is no list":        stored(map[string]string{"data.pkl": "\x80\x02}Na."}),
		"a number of 9 bytes":               stored(map[string]string{"data.pkl": "\x80\x02\x8a\x09123456789."}),
		"no storage":                        stored(map[string]string{"data.pkl": "\x80\x02NQ."}),
		"sets the state":                    stored(map[string]string{"data.pkl": "\x80\x02]}b."}),
	} {
		path := filepath.Join(t.TempDir(), "x.bin")
		if err := os.WriteFile(path, file, 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := OpenWeights(path)
		if want == "" {
			if err != nil {
				t.Error(err)
			}
		} else if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("got %v, want %q and the file", err, want)
		}
	}
}

func TestPickledNumbersAndLists(t *testing.T) {
	v, err := unpickle([]byte("\x80\x02]r\x07\x00\x00\x00(J\xfe\xff\xff\xffM\x00\x01\x8a\x02\x00\xff\x88eK\x05aj\x07\x00\x00\x00."))
	if err != nil {
		t.Fatal(err)
	}
	if got := v.(*pickleList).items; !slices.Equal(got, []any{int64(-2), int64(256), int64(-256), true, int64(5)}) {
		t.Errorf("got %v", got)
	}
}
