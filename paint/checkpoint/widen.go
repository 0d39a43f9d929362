package checkpoint

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"slices"

	"patina/paint/tensor"
)

// widenVersion is raised when a copy would be written differently.
const widenVersion = 1

// Widened returns weights whose float16 tensors are float32, for processors that
// compute in float32 only: w itself when it has no float16, else a copy in folder. The
// copy is named by the SHA-256 of the files of w and used for as long as they have the
// same contents, wherever they lie; it is written whole or not at all, and one that was
// damaged since is written anew. Copies that earlier versions of the program made of the
// same weights are removed.
//
// Files are read through when they are new or their size or time has changed; a ledger
// in folder remembers the rest. progress, which may be nil, is told of the bytes that
// were read of those that may have to be, and is not called when nothing is to be done.
// The error is context.Cause(ctx) when ctx ends first.
func (w *Weights) Widened(ctx context.Context, folder string, progress func(done, total int64)) (*Weights, error) {
	if !w.has(F16) {
		return w, nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("cannot write to %s: %w", folder, withoutPath(err))
	}
	c := &copying{ctx: ctx, source: w, folder: folder, ledger: ledgerIn(folder), progress: progress}
	return c.copied()
}

// WidenedSize returns the bytes of the copy that Widened makes of w, or 0 when it makes
// none.
func (w *Weights) WidenedSize() int64 {
	if !w.has(F16) {
		return 0
	}
	n := int64(0)
	for _, e := range w.entries {
		e.DType = wide(e.DType)
		n += e.Size()
	}
	return n
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

// widen writes the elements of e, float16 as float32, others as they are.
func (c *copying) widen(e Entry, out io.Writer) error {
	if cause := context.Cause(c.ctx); cause != nil {
		return cause
	}
	b, err := c.source.bytes(e)
	if err != nil {
		return withoutPath(err)
	}
	for len(b) > 0 {
		part := b[:min(len(b), chunk)]
		b = b[len(part):]
		wider := part
		if e.DType == F16 {
			wider = single(part)
		}
		if _, err := out.Write(wider); err != nil {
			return err
		}
		if err := c.count(len(part)); err != nil {
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
