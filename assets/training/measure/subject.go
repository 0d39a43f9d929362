package main

import (
	"context"
	"fmt"
	"image"
	"path/filepath"
	"strings"

	"patina/assets/training/likeness"
	"patina/assets/training/objects"
	"patina/assets/training/pictures"
	"patina/paint/imageio"
	"patina/paint/mesh"
	"patina/paint/meshio"
	"patina/paint/raster"
	"patina/paint/unwrap"
	"patina/paint/view"
)

// subject is a mesh to be painted, and how it should look.
type subject struct {
	name      string
	mesh      *mesh.Mesh     // with UVs
	truth     []*image.NRGBA // what the cameras of a job should see; nil where nobody knows
	sights    []*view.Sight  // of the cameras of a job
	reference pictures.Reference
	search    bool        // for the camera of the reference
	shown     *view.Sight // of the camera that the reference was taken with
}

// newObject makes a subject of an object: its UVs are made, its parts get one texture.
func newObject(ctx context.Context, seed uint64, size, texture int) (*subject, error) {
	o := objects.New(seed)
	whole := *o.Mesh
	whole.Slots, whole.Materials = nil, []mesh.Material{mesh.DefaultMaterial()}
	unwrapped, err := unwrap.Unwrap(ctx, &whole, unwrap.Options{TextureSize: texture})
	if err != nil {
		return nil, fmt.Errorf("object %d: %w", seed, err)
	}
	s := &subject{name: fmt.Sprintf("%s %d", o.Family, seed), mesh: unwrapped.Mesh}
	return s, s.shoot(ctx, pictures.NewStudio(o), size)
}

// openMesh makes a subject of a file with a texture; the reference is a picture of it. Of
// MESH=REFERENCE the truth is unknown, and so is the camera of the reference.
func openMesh(ctx context.Context, path string, size int) (*subject, error) {
	path, reference, given := strings.Cut(path, "=")
	f, err := meshio.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	s := &subject{name: filepath.Base(filepath.Dir(path)) + " " + filepath.Base(path), mesh: f.Mesh}
	if err := s.shoot(ctx, pictures.NewMeshStudio(f.Mesh, 0), size); err != nil || !given {
		return s, err
	}
	img, err := imageio.Open(ctx, reference)
	if err != nil {
		return nil, err
	}
	s.truth, s.search = nil, true
	s.reference = pictures.Reference{View: view.Front(), Image: img.Pixels}
	return s, nil
}

// referenceSize is the side of a reference in pixels; it is prepared as the painters do.
const referenceSize = 512

// sightSize is the side of the picture that tells what the reference shows.
const sightSize = 768

func (s *subject) shoot(ctx context.Context, studio *pictures.Studio, size int) error {
	rig := view.Default().Views
	passes, err := studio.Passes(ctx, rig, size)
	if err != nil {
		return err
	}
	for i, v := range rig {
		img, err := studio.Albedo(ctx, v, passes[i])
		if err != nil {
			return err
		}
		s.truth = append(s.truth, img)
		s.sights = append(s.sights, view.NewSight(v, passes[i]))
	}
	references, err := studio.References(ctx, 1, referenceSize)
	if err != nil {
		return err
	}
	s.reference = references[0]
	sight, err := raster.Renderer{}.RenderPasses(ctx, s.mesh, []view.View{s.reference.View}, sightSize)
	if err != nil {
		return err
	}
	s.shown = view.NewSight(s.reference.View, sight[0])
	return nil
}

// regions are the pixels of each view that see the mesh, and those of them that the
// reference does not show.
func (s *subject) regions() (all, unseen [][]bool) {
	for _, l := range s.sights {
		seen := likeness.SeenBy(l, s.shown)
		hidden := make([]bool, len(seen))
		for i, there := range l.Passes.Mask {
			hidden[i] = there && !seen[i]
		}
		all, unseen = append(all, l.Passes.Mask), append(unseen, hidden)
	}
	return all, unseen
}
