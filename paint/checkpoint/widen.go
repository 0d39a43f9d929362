package checkpoint

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"

	"patina/paint/atomicfile"
	"patina/paint/tensor"
)

// widenVersion is raised when a copy would be written differently.
const widenVersion = 1

// Widened returns weights whose float16 tensors are float32, for processors that
// compute in float32 only: w itself when it has no float16, else a copy in folder. It
// is written once, whole or not at all, and used again for as long as the files of w
// have the same headers, sizes and times; whatever does not match is written anew.
func (w *Weights) Widened(ctx context.Context, folder string) (*Weights, error) {
	if !w.has(F16) {
		return w, nil
	}
	name, err := w.digest()
	if err != nil {
		return nil, fmt.Errorf("cannot widen %s: %w", w.name, withoutPath(err))
	}
	path := filepath.Join(folder, name+".safetensors")
	if widened, err := OpenWeights(path); err == nil && widened.isWide(w) {
		return widened, nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("cannot write to %s: %w", folder, withoutPath(err))
	}
	if err := w.writeWidened(ctx, path); err != nil {
		return nil, err
	}
	return OpenWeights(path)
}

func (w *Weights) has(d DType) bool {
	for _, e := range w.entries {
		if e.DType == d {
			return true
		}
	}
	return false
}

// isWide tells whether w is what widening narrow makes.
func (w *Weights) isWide(narrow *Weights) bool {
	for key, e := range narrow.entries {
		copied, ok := w.entries[key]
		if !ok || copied.DType != wide(e.DType) || !slices.Equal(copied.Shape, e.Shape) {
			return false
		}
	}
	return len(w.entries) == len(narrow.entries)
}

func wide(d DType) DType {
	if d == F16 {
		return F32
	}
	return d
}

// digest names the tensors and the state of the files that they are in.
func (w *Weights) digest() (string, error) {
	sum := sha256.New()
	fmt.Fprintln(sum, widenVersion)
	seen := map[string]bool{}
	for _, key := range w.Keys() {
		e := w.entries[key]
		fmt.Fprintf(sum, "%q %v %v %d\n", key, e.DType, e.Shape, e.Offset)
		if seen[e.File] {
			continue
		}
		seen[e.File] = true
		info, err := os.Stat(e.File)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(sum, "%q %d %d\n", e.File, info.Size(), info.ModTime().UnixNano())
	}
	return hex.EncodeToString(sum.Sum(nil)[:16]), nil
}

func (w *Weights) writeWidened(ctx context.Context, path string) error {
	var tensors []StoredTensor
	for _, key := range w.Keys() {
		e := w.entries[key]
		tensors = append(tensors, StoredTensor{key, wide(e.DType), e.Shape, func(out io.Writer) error { return w.widen(ctx, e, out) }})
	}
	err := atomicfile.Write(path, func(out io.Writer) error { return WriteSafetensors(out, tensors) })
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

// widenBytes is how much is read between two looks at the context.
const widenBytes = 8 << 20

// widen writes the elements of e, float16 as float32, others as they are.
func (w *Weights) widen(ctx context.Context, e Entry, out io.Writer) error {
	b, err := w.bytes(e)
	if err != nil {
		return withoutPath(err)
	}
	for len(b) > 0 {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		part := b[:min(len(b), widenBytes)]
		b = b[len(part):]
		if e.DType == F16 {
			part = single(part)
		}
		if _, err := out.Write(part); err != nil {
			return err
		}
	}
	return nil
}

// single returns float16 elements as float32.
func single(half []byte) []byte {
	out := make([]byte, 2*len(half))
	for i := 0; i < len(half); i += 2 {
		h := tensor.Half(binary.LittleEndian.Uint16(half[i:]))
		binary.LittleEndian.PutUint32(out[2*i:], math.Float32bits(h.Float32()))
	}
	return out
}
