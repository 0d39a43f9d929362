package main

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"image"
	"io"
	"math"
	"path/filepath"
	"strings"

	"patina/assets/training/objects"
	"patina/assets/training/pictures"
	"patina/paint/atomicfile"
	"patina/paint/parallel"
	"patina/paint/view"
)

// perShard is the number of objects in a file.
const perShard = 32

// block is one tensor of a shard: uint8, or float32 in its bytes.
type block struct {
	name  string
	dtype string
	shape []int // of one object
	data  []byte
}

// shard is a file of objects in memory.
type shard struct {
	count                               int
	views, masks, normals, positions    *block
	references, referenceMasks, cameras *block
	families                            []string
}

func newShard(count, size, references int) *shard {
	pictures := func(name string, n int) *block { return newBlock(name, "U8", count, n, size, size, 3) }
	return &shard{
		count: count,
		views: pictures("views", viewCount), normals: pictures("normals", viewCount), positions: pictures("positions", viewCount),
		masks:          newBlock("masks", "U8", count, viewCount, size, size),
		references:     pictures("references", references),
		referenceMasks: newBlock("reference_masks", "U8", count, references, size, size),
		cameras:        newBlock("cameras", "F32", count, references, 2),
		families:       make([]string, count),
	}
}

func newBlock(name, dtype string, count int, shape ...int) *block {
	bytes := count
	for _, n := range shape {
		bytes *= n
	}
	if dtype == "F32" {
		bytes *= 4
	}
	return &block{name, dtype, append([]int{count}, shape...), make([]byte, bytes)}
}

// of returns the part of picture i of object n.
func (b *block) of(n, i int) []byte {
	size := len(b.data) / (b.shape[0] * b.shape[1])
	at := (n*b.shape[1] + i) * size
	return b.data[at : at+size]
}

func (s *shard) blocks() []*block {
	return []*block{s.views, s.masks, s.normals, s.positions, s.references, s.referenceMasks, s.cameras}
}

var viewCount = len(view.Default().Views)

// writeShard makes the objects of one file and writes it.
func (o options) writeShard(ctx context.Context, first uint64, count int) error {
	s := newShard(count, o.size, o.references)
	errs := make([]error, count)
	err := parallel.Workers(ctx, o.workers, count, func(_, i int) {
		errs[i] = s.fill(ctx, i, objects.New(first+uint64(i)), o.size, o.references)
	})
	for _, e := range append(errs, err) {
		if e != nil {
			return e
		}
	}
	return atomicfile.Write(o.path(first), func(w io.Writer) error { return s.write(w, first) })
}

// path is the file of the objects from a seed on.
func (o options) path(first uint64) string {
	return filepath.Join(o.out, fmt.Sprintf("objects-%d.safetensors", first))
}

// fill takes the pictures of one object.
func (s *shard) fill(ctx context.Context, n int, o *objects.Object, size, references int) error {
	s.families[n] = o.Family
	studio := pictures.NewStudio(o)
	views := view.Default().Views
	passes, err := studio.Passes(ctx, views, size)
	if err != nil {
		return err
	}
	for i, v := range views {
		albedo, err := studio.Albedo(ctx, v, passes[i])
		if err != nil {
			return err
		}
		copyRGB(s.views.of(n, i), albedo)
		copyRGB(s.normals.of(n, i), passes[i].NormalImage())
		copyRGB(s.positions.of(n, i), passes[i].PositionImage())
		mask := s.masks.of(n, i)
		for k, seen := range passes[i].Mask {
			if seen {
				mask[k] = 255
			}
		}
	}
	return s.fillReferences(ctx, n, studio, size, references)
}

func (s *shard) fillReferences(ctx context.Context, n int, studio *pictures.Studio, size, count int) error {
	taken, err := studio.References(ctx, count, size)
	if err != nil {
		return err
	}
	for i, r := range taken {
		copyRGB(s.references.of(n, i), pictures.OnWhite(r.Image))
		mask := s.referenceMasks.of(n, i)
		for k := range mask {
			mask[k] = r.Image.Pix[4*k+3]
		}
		camera := s.cameras.of(n, i)
		binary.LittleEndian.PutUint32(camera, math.Float32bits(float32(r.View.Azimuth)))
		binary.LittleEndian.PutUint32(camera[4:], math.Float32bits(float32(r.View.Elevation)))
	}
	return nil
}

func copyRGB(out []byte, img *image.NRGBA) {
	for i := range len(out) / 3 {
		copy(out[3*i:3*i+3], img.Pix[4*i:])
	}
}

// write writes the safetensors format: eight bytes with the length of a JSON header,
// the header, then the elements. Metadata says what made the objects.
func (s *shard) write(w io.Writer, first uint64) error {
	header := map[string]any{"__metadata__": map[string]string{
		"generator": fmt.Sprint(objects.Version), "seed": fmt.Sprint(first), "families": strings.Join(s.families, ","),
	}}
	offset := 0
	for _, b := range s.blocks() {
		header[b.name] = map[string]any{"dtype": b.dtype, "shape": b.shape, "data_offsets": [2]int{offset, offset + len(b.data)}}
		offset += len(b.data)
	}
	text, err := json.Marshal(header)
	if err != nil {
		return err
	}
	text = append(text, strings.Repeat(" ", (64-(8+len(text))%64)%64)...)
	if _, err := w.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(text)))); err != nil {
		return err
	}
	if _, err := w.Write(text); err != nil {
		return err
	}
	for _, b := range s.blocks() {
		if _, err := w.Write(b.data); err != nil {
			return err
		}
	}
	return nil
}
