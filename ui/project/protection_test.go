package project

import (
	"image"
	"slices"
	"strings"
	"testing"

	"patina/paint/mesh"
	"patina/paint/meshio"
	"patina/paint/painttest"
	"patina/paint/protect"
	"patina/paint/view"
)

// twoBalls opens a mesh of a ball on the right and one on the left, each a part and a
// material of its own.
func twoBalls(t *testing.T, p *Project) *mesh.Mesh {
	t.Helper()
	m := &mesh.Mesh{Slots: []uint16{}, Materials: []mesh.Material{{Name: "right"}, {Name: "left"}}}
	for slot, x := range []float32{2, -2} {
		first := uint32(len(m.Positions))
		ball := painttest.Sphere(4)
		for i, at := range ball.Positions {
			at.X += x
			m.Positions, m.UVs = append(m.Positions, at), append(m.UVs, ball.UVs[i])
		}
		for _, f := range ball.Triangles {
			m.Triangles = append(m.Triangles, mesh.Triangle{f[0] + first, f[1] + first, f[2] + first})
			m.Slots = append(m.Slots, uint16(slot))
		}
	}
	m.Clean()
	o := Opened{Mesh: &meshio.File{Name: "balls", Mesh: m, SHA256: "b"}}
	if err := o.TakePieces(t.Context()); err != nil {
		t.Fatal(err)
	}
	use(t, p, o)
	return m
}

func TestProtectionIsChosenAndTakenBack(t *testing.T) {
	p, _ := newTestProject(t, "")
	if p.Pieces(protect.Part) != nil || p.Untouched() != nil {
		t.Error("something can be protected before a mesh is open")
	}
	m := twoBalls(t, p)
	left := protect.Piece{Kind: protect.Material, Name: "left"}
	p.Protect(left)
	if mask := p.Untouched(); !p.IsProtected(left) || mask[0] || !mask[len(m.Triangles)-1] {
		t.Error("the left ball is not protected, or the right one is")
	}
	if text := p.ProtectionText(); text != "50.0 % of the surface is protected." {
		t.Errorf("%q", text)
	}
	p.Protect(protect.Piece{Kind: protect.Part, Name: "2"}) // the same triangles
	p.Protect(left)
	if mask := p.Untouched(); p.IsProtected(left) || !mask[len(m.Triangles)-1] {
		t.Error("the part is not protected any more because the material is not")
	}
	p.Reset()
	if len(p.Settings.Protect) != 1 {
		t.Error("resetting the settings takes the protection back")
	}
	p.ProtectNothing()
	if p.Untouched() != nil || p.ProtectionText() != "Nothing is protected." {
		t.Error("something is still protected")
	}
}

// What has no UVs is left as it is too, and shown so.
func TestSurfaceWithoutUVsIsUntouched(t *testing.T) {
	p, _ := newTestProject(t, "")
	m := twoBalls(t, p)
	bare := *m
	bare.Materials = slices.Clone(m.Materials)
	bare.Materials[1].NoUVs = true
	use(t, p, Opened{Mesh: &meshio.File{Name: "balls", Mesh: &bare, SHA256: "c"}, Pieces: p.protection.pieces})
	if mask := p.Untouched(); mask == nil || mask[0] || !mask[len(m.Triangles)-1] {
		t.Error("the left ball would be painted, or the right one not")
	}
	if text := p.ProtectionText(); text != "Nothing is protected. 50.0 % has no UVs." {
		t.Errorf("%q", text)
	}
	p.Protect(protect.Piece{Kind: protect.Material, Name: "right"})
	if slices.Contains(p.Untouched(), false) {
		t.Error("something would be painted")
	}
	p.ProtectNothing()
	if mask := p.Untouched(); mask[0] || !mask[len(m.Triangles)-1] {
		t.Error("UVs do not come from taking protection back")
	}
}

func TestProtectionBelongsToTheMesh(t *testing.T) {
	folder := t.TempDir()
	p, _ := newTestProject(t, folder)
	twoBalls(t, p)
	p.Protect(protect.Piece{Kind: protect.Part, Name: "1"})
	keep(t, p)
	if next, _ := newTestProject(t, folder); next.Settings.Protect != nil {
		t.Error("it is kept for the next mesh")
	}
	twoBalls(t, p)
	if p.Settings.Protect != nil || p.Untouched() != nil {
		t.Error("another mesh is protected like the one before")
	}
}

func TestPickingFindsThePieceUnderThePointer(t *testing.T) {
	p, _ := newTestProject(t, "")
	if _, ok := p.Pick(protect.Part, view.Front(), 1, 0.5, 0.5)(); ok {
		t.Error("there is something to pick before a mesh is open")
	}
	twoBalls(t, p)
	for x, want := range map[float64]string{0.2: "left", 0.8: "right", 0.5: ""} {
		piece, ok := p.Pick(protect.Material, view.Front(), 1, x, 0.5)()
		if ok != (want != "") || piece.Name != want {
			t.Errorf("at %v there is %v (%t), want %q", x, piece, ok, want)
		}
	}
	if piece, ok := p.Pick(protect.Island, view.Front(), 1, 0.8, 0.5)(); !ok || piece.Kind != protect.Island {
		t.Errorf("an island is picked as %v", piece)
	}
}

func TestTheJobIsToldWhatIsProtected(t *testing.T) {
	p, _ := newTestProject(t, "")
	twoBalls(t, p)
	use(t, p, openedReference())
	piece := protect.Piece{Kind: protect.Part, Name: "1"}
	p.Protect(piece)
	req := begin(t, p)
	if !slices.Equal(req.Settings.Protect, protect.Selection{piece}) || !slices.Equal(p.Job.receipt.Settings.Protect, protect.Selection{piece}) {
		t.Errorf("the job protects %v, and the receipt says %v", req.Settings.Protect, p.Job.receipt.Settings.Protect)
	}
}

// The memory that textures take is told with what protection makes of it.
func TestProtectionIsSeenInTheMemory(t *testing.T) {
	p, _ := newTestProject(t, "")
	m := twoBalls(t, p)
	m.Materials[0].Texture = image.NewNRGBA(image.Rect(0, 0, 4096, 4096))
	m.Materials[0].Texture.Pix[0] = 255
	for _, step := range []struct {
		piece protect.Piece
		want  string
	}{
		{p.Pieces(protect.Island)[0].Piece, "2 textures of 2048 × 2048 texels, 1.5 GB while they are painted, because a texture of 4096 texels is protected in part."},
		{protect.Piece{Kind: protect.Material, Name: "right"}, "1 texture of 2048 × 2048 texels, 0.2 GB while they are painted."},
	} {
		p.Protect(step.piece)
		if got := p.UVText(); !strings.HasSuffix(got, step.want) {
			t.Errorf("with %v: %q, want %q", step.piece, got, step.want)
		}
	}
}
