package checkpoint

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"patina/paint/tensor"
)

// Weights are the tensors of one network: the headers of its files are read, the
// elements stay on disk until they are asked for. Weights may be used by several
// goroutines; Close ends the use.
type Weights struct {
	name    string // what the artist knows it by: the path that was opened
	entries map[string]Entry

	mutex    sync.Mutex
	mappings map[string]*mapping
}

// OpenWeights reads the headers of a weights file: .safetensors, the .json index of
// several of them, or a .bin or .pth of torch.save, of which nothing is executed. The
// error names the file and what is wrong with it.
func OpenWeights(path string) (*Weights, error) {
	w := &Weights{name: path, entries: map[string]Entry{}, mappings: map[string]*mapping{}}
	var err error
	if strings.HasSuffix(path, ".json") {
		err = w.readIndex(path)
	} else {
		err = w.readFile(path)
	}
	if err != nil {
		return nil, err
	}
	w.renameOldAttention()
	return w, nil
}

// readFile adds the tensors of one file.
func (w *Weights) readFile(path string) error {
	entries, err := readHeader(path)
	if err != nil {
		return fmt.Errorf("cannot open weights %s: %w", path, withoutPath(err))
	}
	for _, e := range entries {
		w.entries[e.Key] = e
	}
	return nil
}

func readHeader(path string) ([]Entry, error) {
	real, err := filepath.EvalSymlinks(path) // ONNX Runtime refuses to follow links
	if err != nil {
		return nil, err
	}
	if real, err = filepath.Abs(real); err != nil {
		return nil, err
	}
	f, err := os.Open(real)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is no file")
	}
	read := readTorch
	if strings.HasSuffix(path, ".safetensors") {
		read = readSafetensors
	}
	entries, err := read(f, info.Size())
	if err != nil {
		return nil, err
	}
	return located(entries, real, info.Size())
}

// located gives the entries their file, in which all of them must lie.
func located(entries []Entry, path string, size int64) ([]Entry, error) {
	for i := range entries {
		e := &entries[i]
		e.File = path
		if e.Offset > size-e.Size() {
			return nil, &TensorError{path, e.Key, fmt.Sprintf("%d bytes from byte %d", e.Size(), e.Offset), fmt.Sprintf("a file of %d", size), 0}
		}
	}
	return entries, nil
}

// renameOldAttention gives the attention of an autoencoder, which older files name
// otherwise, the names of today.
func (w *Weights) renameOldAttention() {
	for _, key := range slices.Collect(maps.Keys(w.entries)) {
		if renamed := currentName(key); renamed != key {
			e := w.entries[key]
			e.Key = renamed
			delete(w.entries, key)
			w.entries[renamed] = e
		}
	}
}

var oldAttention = strings.NewReplacer(".query.", ".to_q.", ".key.", ".to_k.", ".value.", ".to_v.", ".proj_attn.", ".to_out.0.")

func currentName(key string) string {
	if !strings.Contains(key, "coder.mid_block.attentions.0.") {
		return key
	}
	return oldAttention.Replace(key)
}

// Name returns the path that was opened.
func (w *Weights) Name() string { return w.name }

// Keys returns the names of all tensors, sorted.
func (w *Weights) Keys() []string { return slices.Sorted(maps.Keys(w.entries)) }

// Entry returns what the header says of a tensor, or false when there is none.
func (w *Weights) Entry(key string) (Entry, bool) {
	e, ok := w.entries[key]
	return e, ok
}

// Size returns the bytes of all tensors.
func (w *Weights) Size() int64 {
	n := int64(0)
	for _, e := range w.entries {
		n += e.Size()
	}
	return n
}

// Read returns a copy of the elements of e, which must be float32, float16 or int64.
func (w *Weights) Read(e Entry) (tensor.Tensor, error) {
	t, err := w.read(e)
	if err != nil {
		return t, fmt.Errorf("cannot read tensor %q of %s: %w", e.Key, e.File, withoutPath(err))
	}
	return t, nil
}

func (w *Weights) read(e Entry) (tensor.Tensor, error) {
	b, err := w.bytes(e)
	if err != nil {
		return tensor.Tensor{}, err
	}
	switch e.DType {
	case F32:
		out := make([]float32, len(b)/4)
		for i := range out {
			out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		}
		return tensor.Of(out, e.Shape...), nil
	case F16:
		out := make([]tensor.Half, len(b)/2)
		for i := range out {
			out[i] = tensor.Half(binary.LittleEndian.Uint16(b[2*i:]))
		}
		return tensor.OfHalf(out, e.Shape...), nil
	case I64:
		out := make([]int64, len(b)/8)
		for i := range out {
			out[i] = int64(binary.LittleEndian.Uint64(b[8*i:]))
		}
		return tensor.OfInts(out, e.Shape...), nil
	}
	return tensor.Tensor{}, fmt.Errorf("expected float32, float16 or int64, found %v", e.DType)
}

// bytes maps the file of e when it is looked at first.
func (w *Weights) bytes(e Entry) ([]byte, error) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	m := w.mappings[e.File]
	if m == nil {
		var err error
		if m, err = openMapping(e.File); err != nil {
			return nil, err
		}
		w.mappings[e.File] = m
	}
	return m.bytes(e.Offset, e.Size())
}

// Close gives back what was mapped.
func (w *Weights) Close() error {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	var failed error
	for path, m := range w.mappings {
		failed = errors.Join(failed, m.Close())
		delete(w.mappings, path)
	}
	return failed
}

// withoutPath drops the path from an error of package os: the sentence around it
// names the file already.
func withoutPath(err error) error {
	var e *fs.PathError
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}
