// Command measure paints held-out objects, and meshes with textures of their own, from one
// reference each: with a model, with the projection painter and with the reference's mean
// colour. It compares what the cameras of a job see of the results with what they should
// see, on all of the surface and on what the reference does not show.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// heldOut is the first of the seeds that nothing is trained on.
const heldOut = 900_000_000

type options struct {
	first, count uint64
	meshes       paths
	model, cache string
	size, steps  int
	seed         uint64
	texture      int
	out          string
}

// paths is a flag that may be given more than once.
type paths []string

func (p *paths) String() string     { return fmt.Sprint(*p) }
func (p *paths) Set(s string) error { *p = append(*p, s); return nil }

func main() {
	var o options
	flag.Uint64Var(&o.first, "first", heldOut, "seed of the first object; training keeps below the default")
	flag.Uint64Var(&o.count, "count", 16, "number of objects")
	flag.Var(&o.meshes, "mesh", "a GLB with UVs and a texture, which is measured too; MESH.glb=REFERENCE.png paints from that picture, whose truth nobody knows; may be given more than once")
	flag.StringVar(&o.model, "model", "", "folder of the model; without one only the baselines are measured")
	flag.StringVar(&o.cache, "cache", os.TempDir(), "folder for converted weights")
	flag.IntVar(&o.size, "size", 256, "pixels per side of a view")
	flag.IntVar(&o.steps, "steps", 0, "denoising steps; 0 means the model's")
	flag.Uint64Var(&o.seed, "seed", 0, "seed of the painters")
	flag.IntVar(&o.texture, "texture", 1024, "texels per side of the textures")
	flag.StringVar(&o.out, "out", "", "folder for measures.md, measures.json and a sheet of each subject")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := o.run(ctx); err != nil {
		fmt.Fprintf(os.Stderr, "measure: %v\n", err)
		os.Exit(1)
	}
}

// run measures one subject after the other and writes the results so far after each, so
// that a cancel keeps them.
func (o options) run(ctx context.Context) error {
	if o.out == "" {
		return fmt.Errorf("give a folder with --out")
	}
	if err := os.MkdirAll(o.out, 0o755); err != nil {
		return err
	}
	painters, err := o.painters()
	if err != nil {
		return err
	}
	var results []result
	for i := range o.count + uint64(len(o.meshes)) {
		s, err := o.subject(ctx, i)
		if err != nil {
			return err
		}
		r, err := o.measure(ctx, s, painters)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		results = append(results, r)
		if err := o.write(results); err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "%s is measured\n", s.name)
	}
	fmt.Print(table(results))
	return nil
}

// subject returns the i-th object, or a mesh after all objects.
func (o options) subject(ctx context.Context, i uint64) (*subject, error) {
	if i < o.count {
		return newObject(ctx, o.first+i, o.size, o.texture)
	}
	return openMesh(ctx, o.meshes[i-o.count], o.size)
}
