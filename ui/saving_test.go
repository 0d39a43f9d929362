package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"patina/ui/project"
)

func (h *harness) saved(path string) {
	h.t.Helper()
	h.until("the result is saved", func() bool { return h.w.working == nil })
	if _, err := os.Stat(path); err != nil || h.p.Unsaved() {
		h.t.Errorf("%v, unsaved %v, banner %q", err, h.p.Unsaved(), h.w.banner.label.Text)
	}
}

func TestSaveGoesBesideTheMesh(t *testing.T) {
	h := newHarness(t)
	h.openBoth()
	h.paintToEnd()
	test.Tap(h.w.result.save)
	path := filepath.Join(h.folder, "box_painted.glb")
	h.saved(path)
	if got := h.w.result.saved.Text; got != "Saved as "+path {
		t.Errorf("result %q", got)
	}
	if title := h.w.win.Title(); strings.Contains(title, "•") {
		t.Errorf("title %q", title)
	}
	test.Tap(h.w.result.save)
	if h.dialogOpen() {
		t.Error("saving the same result again asks")
	}
	h.saved(path)
}

func TestSaveAsksBeforeItReplacesAFile(t *testing.T) {
	h := newHarness(t)
	h.openBoth()
	h.paintToEnd()
	path := h.file("box_painted.glb", []byte("mine"))
	test.Tap(h.w.result.save)
	test.Tap(h.overlayButton("Go back"))
	if b, _ := os.ReadFile(path); string(b) != "mine" {
		t.Error("the file was replaced without a yes")
	}
	test.Tap(h.w.result.save)
	test.Tap(h.overlayButton("Replace"))
	h.saved(path)
	if b, _ := os.ReadFile(path); string(b) == "mine" {
		t.Error("the file was not replaced")
	}
}

func TestSaveAsWritesTheChosenFormat(t *testing.T) {
	h := newHarness(t)
	h.openBoth()
	h.paintToEnd()
	h.w.saveAs()
	top := h.w.win.Canvas().Overlays().Top()
	var format *widget.Select
	for _, o := range test.LaidOutObjects(top) {
		if s, ok := o.(*widget.Select); ok {
			format = s
		}
	}
	format.SetSelected("PNG (.png)")
	name := h.w.win.Canvas().Focused().(*tipEntry)
	test.Tap(h.overlayButton("Choose…"))
	test.Tap(h.overlayButton("Cancel"))
	name.SetText("a/b")
	h.overlayButton("Save").OnTapped()
	if !h.dialogOpen() {
		t.Fatal("a name with a slash was accepted")
	}
	name.SetText("texture")
	h.overlayButton("Save").OnTapped()
	h.saved(filepath.Join(h.folder, "texture.png"))
}

func TestSaveAsExportsIntoAFolder(t *testing.T) {
	h := newHarness(t)
	h.openBoth()
	h.paintToEnd()
	h.w.saveAs()
	for _, o := range test.LaidOutObjects(h.w.win.Canvas().Overlays().Top()) {
		if s, ok := o.(*widget.Select); ok {
			s.SetSelected("Unreal (folder)")
		}
	}
	h.w.win.Canvas().Focused().(*tipEntry).SetText("unreal")
	h.overlayButton("Save").OnTapped()
	h.saved(filepath.Join(h.folder, "unreal", "box.glb"))
	if _, err := os.Stat(filepath.Join(h.folder, "unreal", "T_box_BC.png")); err != nil {
		t.Error(err)
	}
}

func TestSaveWithoutAResultSaysSo(t *testing.T) {
	h := newHarness(t)
	h.w.save()
	if !strings.Contains(h.w.banner.label.Text, "press Paint first") {
		t.Errorf("banner %q", h.w.banner.label.Text)
	}
}

func TestAFailedSaveKeepsTheResultUnsaved(t *testing.T) {
	h := newHarness(t)
	h.openBoth()
	h.paintToEnd()
	h.w.saveTo(filepath.Join(h.folder, "no", "such", "folder", "x.glb"), func() { t.Error("goes on after a failure") })
	h.until("saving has ended", func() bool { return h.w.working == nil })
	if !h.p.Unsaved() || h.p.Saving != "" || !h.w.banner.copy.Visible() {
		t.Errorf("unsaved %v, saving %q, banner %q", h.p.Unsaved(), h.p.Saving, h.w.banner.label.Text)
	}
}

func TestClosingAsksThenEndsTheJobAndCloses(t *testing.T) {
	h := newHarness(t)
	closed := false
	h.w.win.SetOnClosed(func() { closed = true })
	h.openBoth()
	h.paintToEnd()
	h.w.close()
	test.Tap(h.overlayButton("Go back"))
	if h.w.closing {
		t.Fatal("going back closes")
	}
	h.views.wait = true
	h.w.paint()
	h.until("the views are painted", func() bool { return len(h.p.Job.Previews) == 6 })
	h.w.close()
	test.Tap(h.overlayButton("Discard"))
	if h.p.Job.State != project.JobCancelling || closed {
		t.Errorf("state %s, closed %v: closing must cancel and not wait", h.p.Job.State, closed)
	}
	h.until("the window is closed", func() bool { return closed })
	h.w.close()
}

func TestClosingWithSaveSavesFirst(t *testing.T) {
	h := newHarness(t)
	closed := false
	h.w.win.SetOnClosed(func() { closed = true })
	h.openBoth()
	h.paintToEnd()
	h.w.close()
	h.overlayButton("Save").OnTapped()
	h.until("the window is closed", func() bool { return closed })
	if _, err := os.Stat(filepath.Join(h.folder, "box_painted.glb")); err != nil {
		t.Error(err)
	}
}

func TestEscapeClosesADialog(t *testing.T) {
	h := newHarness(t)
	escape := &fyne.KeyEvent{Name: fyne.KeyEscape}
	h.w.typedKey(&fyne.KeyEvent{Name: fyne.KeyF1})
	h.w.typedKey(&fyne.KeyEvent{Name: fyne.KeyF1})
	h.w.typedKey(escape)
	if h.dialogOpen() {
		t.Error("Esc does not close the shortcuts, or they opened twice")
	}
	h.w.settings.rig.save()
	h.w.win.Canvas().Focused().TypedKey(escape)
	if h.dialogOpen() {
		t.Error("Esc in its field does not close the dialog")
	}
}

func TestMenuCommandsRestWhileADialogIsOpen(t *testing.T) {
	h := newHarness(t)
	item := func(name string) *fyne.MenuItem {
		for _, m := range h.w.win.MainMenu().Items {
			for _, i := range m.Items {
				if strings.HasPrefix(i.Label, name) {
					return i
				}
			}
		}
		t.Fatalf("no command %q", name)
		return nil
	}
	for _, name := range []string{"Shortcuts", "Settings explained", "About Patina"} {
		item(name).Action()
		if n := len(h.w.win.Canvas().Overlays().List()); n != 1 {
			t.Fatalf("%s opened %d dialogs", name, n)
		}
		item("Paint").Action()
		item(name).Action()
		if n := len(h.w.win.Canvas().Overlays().List()); n != 1 || h.w.banner.Visible() {
			t.Errorf("a command ran behind the dialog")
		}
		test.Tap(h.overlayButton("Close"))
	}
}
