package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"patina/ui/project"
)

// twoTiles is a square on the left in tile 1001 and a narrower one on the right in 1002.
const twoTiles = "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nv 2 0 0\nv 2 1 0\n" +
	"vt 0.1 0.1\nvt 0.9 0.1\nvt 0.9 0.9\nvt 0.1 0.9\nvt 1.2 0.1\nvt 1.5 0.1\nvt 1.5 0.9\nvt 1.2 0.9\n" +
	"usemtl skin\nf 1/1 2/2 3/3 4/4\nf 2/5 5/6 6/7 3/8\n"

func (h *harness) openTiles() {
	h.t.Helper()
	h.drop(h.file("tiles.obj", []byte(twoTiles)), h.image("ref"))
	h.until("both are open", func() bool { return h.p.Mesh != nil && h.p.Reference != nil && h.w.working == nil })
}

// pointer moves the pointer to a place in the viewport, 0 to 1 each way.
func (h *harness) pointer(x, y float32) {
	size := h.w.viewport.Size()
	e := &desktop.MouseEvent{}
	e.Position = fyne.NewPos(x*size.Width, y*size.Height)
	h.w.viewport.MouseMoved(e)
}

func TestTheTextureUnderThePointerIsShown(t *testing.T) {
	h := newHarness(t)
	h.openTiles()
	u := h.w.uvs
	if !strings.Contains(u.text.Text, "2 UDIM tiles (1001, 1002)") || !strings.Contains(u.text.Text, "while they are painted") || len(u.sets.Options) != 2 {
		t.Fatalf("it says %q and lists %q", u.text.Text, u.sets.Options)
	}
	h.w.viewport.look(0, 0)
	h.pointer(0.75, 0.5)
	h.until("the tile on the right is shown", func() bool { return strings.HasPrefix(u.sets.Selected, "1002") })
	h.pointer(0.3, 0.5)
	h.pointer(0.35, 0.5) // while the first is looked for
	h.until("the tile on the left is shown", func() bool { return strings.HasPrefix(u.sets.Selected, "1001") })
	h.until("nothing is looked for", func() bool { return !h.w.pointing.busy })
	h.pointer(0.01, 0.01)
	h.until("the corner was looked at", func() bool { return !h.w.pointing.busy })
	if !strings.HasPrefix(u.sets.Selected, "1001") {
		t.Errorf("beside the mesh it shows %q", u.sets.Selected)
	}
	h.paintToEnd()
	if u.shown == nil || u.shown != h.p.Result.Textures[0] || !u.picture.Visible() {
		t.Error("the painted texture is not shown")
	}
	u.sets.SetSelected(u.sets.Options[1])
	if u.shown != h.p.Result.Textures[1] {
		t.Error("choosing a texture does not show it")
	}
}

func TestChoosingWhatTilesMean(t *testing.T) {
	h := newHarness(t)
	h.openTiles()
	tiles := h.control(project.Tiles).(*tipSelect)
	tiles.SetSelected("Texture repeats")
	h.until("there is one texture", func() bool { return len(h.p.TextureSets()) == 1 && h.w.working == nil })
	if tiles.Selected != "Texture repeats" || h.frames.mesh != h.p.Mesh.Mesh || !strings.Contains(h.w.uvs.text.Text, "1 texture of") {
		t.Errorf("it shows %q and %q", tiles.Selected, h.w.uvs.text.Text)
	}
	h.paintToEnd()
	tiles.SetSelected("One texture each")
	if !h.dialogOpen() || tiles.Selected != "Texture repeats" {
		t.Fatal("it does not ask before the result is lost")
	}
	test.Tap(h.overlayButton("Discard"))
	h.until("there are two textures", func() bool { return len(h.p.TextureSets()) == 2 && h.w.working == nil })
	if h.p.Result != nil {
		t.Error("the old result stays")
	}
}

func TestWithoutTilesThereIsNothingToChoose(t *testing.T) {
	h := newHarness(t)
	if h.w.uvs.row.Visible() || h.w.uvs.text.Visible() {
		t.Error("textures show without a mesh")
	}
	h.openBoth()
	if tiles := h.control(project.Tiles).(*tipSelect); !tiles.Disabled() || len(h.w.uvs.sets.Options) != 1 {
		t.Errorf("a mesh in one tile may choose, of %q", h.w.uvs.sets.Options)
	}
}
