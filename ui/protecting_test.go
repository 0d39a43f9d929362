package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"patina/paint/protect"
)

// twoSquares writes a mesh of two squares beside each other that do not touch, in two
// materials, and opens it.
func (h *harness) openTwoSquares() {
	h.t.Helper()
	const obj = "mtllib none.mtl\nv 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nv 2 0 0\nv 3 0 0\nv 3 1 0\nv 2 1 0\n" +
		"vt 0 0\nvt .4 0\nvt .4 1\nvt 0 1\nvt .6 0\nvt 1 0\nvt 1 1\nvt .6 1\n" +
		"usemtl Jacket\nf 1/1 2/2 3/3 4/4\nusemtl Metal\nf 5/5 6/6 7/7 8/8\n"
	h.drop(h.file("squares.obj", []byte(obj)), h.image("ref"))
	h.until("both are open", func() bool { return h.p.Mesh != nil && h.p.Reference != nil && h.w.working == nil })
}

// click presses and releases the left button at a share of the viewport.
func click(v *viewport, x, y float32, modifier fyne.KeyModifier) {
	at := fyne.NewPos(x*v.Size().Width, y*v.Size().Height)
	e := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary, Modifier: modifier}
	v.MouseDown(e)
	v.MouseUp(e)
}

// waitForHatch waits until so many triangles are hatched.
func (h *harness) waitForHatch(triangles int) {
	h.t.Helper()
	h.until("what stays as it is is hatched", func() bool {
		n := 0
		for _, hatched := range h.frames.hatched {
			if hatched {
				n++
			}
		}
		return n == triangles
	})
}

func TestClicksProtectAndTakeBack(t *testing.T) {
	h := newHarness(t)
	h.openTwoSquares()
	v := h.w.viewport
	v.look(0, 0)
	click(v, 0.25, 0.5, 0)
	if h.p.Settings.Protect != nil {
		t.Error("a click protects before anybody asked for that")
	}
	h.w.typedKey(&fyne.KeyEvent{Name: fyne.KeyP})
	if v.Cursor() != desktop.CrosshairCursor {
		t.Error("the pointer does not say that clicks pick")
	}
	click(v, 0.25, 0.5, 0)
	h.waitForHatch(2)
	if !h.p.IsProtected(protect.Piece{Kind: protect.Material, Name: "Jacket"}) || !h.frames.hatched[0] {
		t.Errorf("protected: %v", h.p.Settings.Protect)
	}
	test.Tap(h.w.protect.kinds.buttons[1])
	click(v, 0.75, 0.5, 0)
	h.waitForHatch(4)
	if !h.p.IsProtected(protect.Piece{Kind: protect.Part, Name: "2"}) {
		t.Errorf("protected: %v", h.p.Settings.Protect)
	}
	click(v, 0.75, 0.5, 0)
	h.waitForHatch(2)
	click(v, 0.5, 0.02, 0) // beside the mesh
	drag(v, desktop.MouseButtonPrimary, 0, -50, 25)
	test.Tap(h.w.protect.clear)
	h.waitForHatch(0)
	h.w.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if v.picking || v.Cursor() != desktop.DefaultCursor {
		t.Error("Esc does not end picking")
	}
	v.look(0, 0)
	click(v, 0.25, 0.5, fyne.KeyModifierAlt)
	h.waitForHatch(2)
}

func TestDraggingPicksNothing(t *testing.T) {
	h := newHarness(t)
	h.openTwoSquares()
	v := h.w.viewport
	picked := 0
	v.pick = func(_, _, _ float64) { picked++ }
	h.w.togglePicking()
	v.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	v.MouseUp(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(30, 0)}, Button: desktop.MouseButtonPrimary})
	for _, e := range []*desktop.MouseEvent{
		{Button: desktop.MouseButtonTertiary}, {Button: desktop.MouseButtonSecondary}, {Button: desktop.MouseButtonPrimary, Modifier: fyne.KeyModifierShift},
	} {
		v.MouseDown(e)
		v.MouseUp(e)
	}
	if picked != 0 {
		t.Errorf("%d drags and other buttons pick", picked)
	}
	before := h.frames.view
	h.w.viewport.DoubleTapped(nil)
	if h.frames.view != before {
		t.Error("two quick clicks move the mesh away from under the pointer")
	}
}

func TestTheListProtects(t *testing.T) {
	h := newHarness(t)
	if h.w.protect.Visible() {
		t.Error("there is a list before a mesh is open")
	}
	h.openTwoSquares()
	row := newCheck("", h.w.tips.text(""), nil)
	h.w.protect.showRow(h.p.Pieces(protect.Material)[1], row)
	if !strings.HasPrefix(row.Text, "Metal") || row.Checked {
		t.Errorf("the row is %q, checked %t", row.Text, row.Checked)
	}
	test.Tap(row)
	h.waitForHatch(2)
	h.w.protect.showRow(h.p.Pieces(protect.Material)[1], row)
	if !row.Checked || h.w.protect.summary.Text != "50.0 % of the surface is protected." {
		t.Errorf("checked %t, %q", row.Checked, h.w.protect.summary.Text)
	}
	h.drop(h.mesh("box"))
	h.until("the other mesh is open", func() bool { return len(h.frames.mesh.Triangles) == 2 })
	h.waitForHatch(0)
}

// A job leaves out what is protected, and the viewport goes on showing the mesh's own
// material there.
func TestProtectedMaterialsAreNotPainted(t *testing.T) {
	h := newHarness(t)
	h.openTwoSquares()
	h.p.Protect(protect.Piece{Kind: protect.Material, Name: "Metal"})
	h.paintToEnd()
	if textures := h.frames.textures; len(textures) != 2 || textures[0] == nil || textures[1] != nil {
		t.Errorf("textures on show: %v", textures)
	}
	h.p.Protect(protect.Piece{Kind: protect.Material, Name: "Jacket"})
	h.paintToEnd()
	if !strings.Contains(h.p.Job.Failure, "Everything is protected") {
		t.Errorf("the job with nothing to paint: %+v", h.p.Job.Failure)
	}
}
