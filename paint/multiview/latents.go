package multiview

import (
	"encoding/binary"
	"fmt"
	"io"
	"slices"

	"patina/paint/atomicfile"
	"patina/paint/checkpoint"
	"patina/paint/tensor"
)

// latentsKey names the tensor of a latents file.
const latentsKey = "latents"

// WriteLatents writes the latents [views,4,h,w] of a rig's views to a safetensors file,
// whole or not at all: one float32 tensor "latents", scaled as the network sees it, so
// that it must be divided by the autoencoder's scaling factor before it is decoded.
func WriteLatents(path string, latents tensor.Tensor) error {
	stored := checkpoint.StoredTensor{
		Key: latentsKey, DType: checkpoint.F32, Shape: latents.Shape,
		Write: func(w io.Writer) error { return binary.Write(w, binary.LittleEndian, latents.F32) },
	}
	return atomicfile.Write(path, func(w io.Writer) error {
		return checkpoint.WriteSafetensors(w, []checkpoint.StoredTensor{stored})
	})
}

// ReadLatents reads such a file, in float32 or float16. The error says what is wrong
// with it, or that its shape is not the one that a job needs.
func ReadLatents(path string, shape ...int) (tensor.Tensor, error) {
	w, err := checkpoint.OpenWeights(path)
	if err != nil {
		return tensor.Tensor{}, err
	}
	defer w.Close()
	entry, ok := w.Entry(latentsKey)
	if !ok {
		return tensor.Tensor{}, fmt.Errorf("cannot start from %s: it holds no tensor %q; choose a file that this program saved latents to", path, latentsKey)
	}
	if !slices.Equal(entry.Shape, shape) {
		return tensor.Tensor{}, fmt.Errorf("cannot start from %s: its latents have the shape %v, and this job needs %v: choose the number of views and the view size that they were saved with",
			path, entry.Shape, shape)
	}
	latents, err := w.Read(entry)
	if err != nil {
		return tensor.Tensor{}, fmt.Errorf("cannot start from %s: %w", path, err)
	}
	if latents.I64 != nil {
		return tensor.Tensor{}, fmt.Errorf("cannot start from %s: its latents are whole numbers, expected float32 or float16", path)
	}
	if err := finite(latents.Float32(), "", "latents in "+path); err != nil {
		return tensor.Tensor{}, fmt.Errorf("cannot start from %s: some of its latents are not finite", path)
	}
	return latents.Float32(), nil
}
