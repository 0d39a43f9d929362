package checkpoint

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"os"
	"testing"
)

// checkEntries fails when an entry reaches outside a file of size bytes.
func checkEntries(t *testing.T, entries []Entry, size int64) {
	for _, e := range entries {
		if e.Offset < 0 || e.Size() < 0 || e.Offset+e.Size() > size {
			t.Fatalf("%+v lies outside %d bytes", e, size)
		}
	}
}

func FuzzSafetensors(f *testing.F) {
	f.Add([]byte(`{"a":{"dtype":"F16","shape":[2,3],"data_offsets":[0,12]},"__metadata__":{"format":"pt"}}`))
	f.Add([]byte(`{"a":{"dtype":"I64","shape":[],"data_offsets":[8,16]}}`))
	f.Add([]byte(`{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,-4]}}`))
	f.Fuzz(func(t *testing.T, header []byte) {
		file := append(binary.LittleEndian.AppendUint64(nil, uint64(len(header))), header...)
		file = append(file, make([]byte, 16)...)
		if entries, err := readSafetensors(bytes.NewReader(file), int64(len(file))); err == nil {
			checkEntries(t, entries, int64(len(file)))
		}
	})
}

func FuzzTorch(f *testing.F) {
	good, err := os.ReadFile("testdata/tiny_torch.bin")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(archive(f, zip.Store, map[string]string{"data.pkl": onePickle("K\x02\x85", "K\x01\x85"), "data/0": "12345678901234567890"}))
	f.Fuzz(func(t *testing.T, file []byte) {
		if entries, err := readTorch(bytes.NewReader(file), int64(len(file))); err == nil {
			if entries, err = located(entries, "x", int64(len(file))); err == nil {
				checkEntries(t, entries, int64(len(file)))
			}
		}
	})
}

func FuzzPickle(f *testing.F) {
	f.Add([]byte(onePickle("K\x02\x85", "K\x01\x85")))
	f.Add([]byte("\x80\x02]q\x01(J\xfe\xff\xff\xff\x8a\x01\x05\x88eh\x01."))
	f.Fuzz(func(t *testing.T, code []byte) {
		tensors, err := tensorsOf(code)
		if err != nil {
			return
		}
		for _, tensor := range tensors {
			if len(tensor.shape) != len(tensor.stride) || tensor.offset < 0 || tensor.storage.count < 0 {
				t.Fatalf("accepted %+v", tensor)
			}
		}
	})
}

func FuzzIndexes(f *testing.F) {
	f.Add([]byte(`{"_class_name":"X","unet":["a","b"],"vae":[null,null]}`))
	f.Add([]byte(`{"weight_map":{"a":"index.json"}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		dir := t.TempDir()
		path := dir + "/model_index.json"
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
		if folder, err := Open(dir); err == nil && folder.Components == nil {
			t.Fatal("no error and no components")
		}
		if w, err := OpenWeights(path); err == nil && len(w.Keys()) == 0 {
			t.Fatal("no error and no tensors")
		}
	})
}
