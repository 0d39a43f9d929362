package project

import (
	"context"
	"fmt"
	"math"
	"slices"

	"patina/paint"
	"patina/paint/bake"
	"patina/paint/mesh"
	"patina/paint/protect"
	"patina/paint/view"
)

// protection is what of the open mesh a job must not touch.
type protection struct {
	pieces *protect.Inventory // of the open mesh, nil when they are not known
	mask   []bool             // of the triangles, nil when nothing is protected
	share  float64            // of the surface that is protected
	kept   int                // see bake.KeptSize

	lacking   []bool  // of the triangles, which have no UVs; nil when all have some
	bare      float64 // share of the surface that has none
	untouched []bool  // by the job: protected or without UVs; nil when all are painted
}

// TakePieces finds out what of an opened mesh can be protected. It takes time and may run
// anywhere. The error is context.Cause(ctx) when ctx ends first.
func (o *Opened) TakePieces(ctx context.Context) (err error) {
	if o.Mesh != nil {
		o.Pieces, err = protect.Take(ctx, o.Mesh.Mesh)
	}
	return err
}

// Pieces returns what of a kind the open mesh can have protected. They are only read.
func (p *Project) Pieces(kind protect.Kind) []protect.Entry {
	if p.protection.pieces == nil {
		return nil
	}
	return p.protection.pieces.Entries(kind)
}

// Untouched tells for each triangle of the open mesh whether a job leaves it as it is,
// because it is protected or has no UVs; nil when none is. Another selection has another
// slice.
func (p *Project) Untouched() []bool { return p.protection.untouched }

// IsProtected tells whether a piece was chosen to be protected.
func (p *Project) IsProtected(piece protect.Piece) bool {
	return slices.Contains(p.Settings.Protect, piece)
}

// Protect protects a piece of the open mesh, or no longer where it is protected. Another
// job sees to it; the result that is there stays.
func (p *Project) Protect(piece protect.Piece) {
	p.setProtection(p.Settings.Protect.Toggled(piece))
}

// ProtectNothing takes back all protection.
func (p *Project) ProtectNothing() { p.setProtection(nil) }

func (p *Project) setProtection(s protect.Selection) {
	if p.protection.pieces == nil {
		return
	}
	mask, err := p.protection.pieces.Mask(s)
	if err != nil {
		panic(err) // only pieces that the mesh has are offered
	}
	if len(s) == 0 {
		mask = nil
	}
	p.Settings.Protect, p.protection.mask, p.protection.share = s, mask, share(p.Mesh.Mesh, mask)
	p.protection.untouched = protect.Union(p.protection.lacking, mask)
	p.textures = paint.Textures(p.Mesh.Mesh, mask)
	p.protection.kept = bake.KeptSize(p.Mesh.Mesh, mask)
}

// share returns how much of the surface of a mesh a mask covers.
func share(m *mesh.Mesh, mask []bool) float64 {
	var covered, total float64
	for f := range mask {
		a, b, c := m.Corners(f)
		twice := float64(b.Sub(a).Cross(c.Sub(a)).Len())
		total += twice
		if mask[f] {
			covered += twice
		}
	}
	return covered / max(total, math.SmallestNonzeroFloat64)
}

// useMesh begins anew with a mesh, of which nothing is protected.
func (p *Project) useMesh(o Opened) {
	lacking := o.Mesh.Mesh.Unpaintable()
	p.protection = protection{pieces: o.Pieces, lacking: lacking, bare: share(o.Mesh.Mesh, lacking), untouched: lacking}
	p.Settings.Protect = nil
}

// ProtectionText says in a line how much is protected, and how much cannot be painted.
func (p *Project) ProtectionText() string {
	text := "Nothing is protected."
	if len(p.Settings.Protect) > 0 {
		text = fmt.Sprintf("%.1f %% of the surface is protected.", 100*p.protection.share)
	}
	if p.protection.lacking != nil {
		text += fmt.Sprintf(" %.1f %% has no UVs.", 100*p.protection.bare)
	}
	return text
}

// Pick returns what finds the piece of a kind at a place of a picture of the open mesh:
// x and y run from 0 to 1, to the right and down. It takes time, touches no project and
// may run anywhere. ok is false where there is none.
func (p *Project) Pick(kind protect.Kind, v view.View, aspect, x, y float64) func() (piece protect.Piece, ok bool) {
	if p.Mesh == nil || p.protection.pieces == nil {
		return func() (protect.Piece, bool) { return protect.Piece{}, false }
	}
	m, pieces := p.Mesh.Mesh, p.protection.pieces
	return func() (protect.Piece, bool) {
		triangle, ok := view.NewPicker(m).Pick(v, aspect, 2*x-1, 2*y-1)
		if !ok {
			return protect.Piece{}, false
		}
		return pieces.At(kind, triangle)
	}
}
