package ui

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"patina/ui/project"
)

func TestDroppingAMeshAndAnImageOpensBoth(t *testing.T) {
	h := newHarness(t)
	if !h.w.viewport.empty.Visible() {
		t.Error("the empty window does not say what to drop")
	}
	h.drop(h.image("ref"), h.mesh("box"))
	if got := h.w.banner.label.Text; got != "Opens box.obj as the mesh and ref.png as the reference image." {
		t.Errorf("banner %q", got)
	}
	h.until("both are open", func() bool { return h.p.Mesh != nil && h.w.working == nil })
	if h.w.viewport.empty.Visible() || h.frames.mesh != h.p.Mesh.Mesh || h.frames.textures != nil {
		t.Error("the mesh is not on show with its own material")
	}
	if got := h.w.reference.name.Text; got != "ref.png  8×8" {
		t.Errorf("reference %q", got)
	}
	if h.w.reference.picture.Image == nil || h.w.reference.empty.Visible() {
		t.Error("the reference is not on show")
	}
	if got := h.w.viewport.title.text.Text; got != "box.obj   2 triangles" {
		t.Errorf("overlay %q", got)
	}
}

func TestFileDialogsOpen(t *testing.T) {
	h := newHarness(t)
	h.openBoth()
	for _, open := range []func(){h.w.openMesh, h.w.openReference} {
		open()
		if !h.dialogOpen() {
			t.Fatal("no dialog")
		}
		test.Tap(h.overlayButton("Cancel"))
	}
}

func TestAWrongDropGivesASentence(t *testing.T) {
	h := newHarness(t)
	h.drop("/a/scene.blend")
	if !strings.Contains(h.w.banner.label.Text, "scene.blend cannot be used here") || h.w.working != nil {
		t.Errorf("banner %q", h.w.banner.label.Text)
	}
}

func TestABrokenFileLeavesWhatIsOpen(t *testing.T) {
	h := newHarness(t)
	h.openBoth()
	mesh, reference := h.p.Mesh, h.p.Reference
	broken := h.file("broken.glb", bytes.Repeat([]byte("junk"), 10))
	h.drop(broken, h.image("other"))
	h.until("opening has ended", func() bool { return h.w.working == nil })
	if h.p.Mesh != mesh || h.p.Reference != reference || h.p.Opening != "" {
		t.Error("a broken file changed what is open")
	}
	if got := h.w.banner.label.Text; !strings.Contains(got, broken) || !h.w.banner.copy.Visible() {
		t.Errorf("banner %q", got)
	}
}

func TestOpeningCanBeCancelled(t *testing.T) {
	h := newHarness(t)
	h.w.open("slow", "Opens slow.", func(ctx context.Context) (project.Opened, error) {
		<-ctx.Done()
		return project.Opened{}, context.Cause(ctx)
	}, h.w.complain)
	h.until("the banner says so", func() bool { return strings.HasPrefix(h.w.banner.label.Text, "Opening slow… 0.") })
	if d := h.p.Dropped([]string{"a.png"}); d.Usable() {
		t.Error("two things open at a time")
	}
	test.Tap(h.w.banner.action)
	h.until("opening has ended", func() bool { return h.w.working == nil })
	if h.w.banner.Visible() || h.p.Mesh != nil {
		t.Errorf("banner %q", h.w.banner.label.Text)
	}
}

func TestTheSample(t *testing.T) {
	h := newHarness(t)
	h.w.openSample()
	if h.w.working != nil {
		t.Fatal("a sample opens though there is none")
	}
	h.w.parts.Sample = func(context.Context) (project.Opened, error) {
		return project.Opened{}, errors.New("the sample is damaged")
	}
	h.w.openSample()
	h.until("opening has ended", func() bool { return h.w.working == nil })
	if h.w.banner.label.Text != "The sample is damaged." {
		t.Errorf("banner %q", h.w.banner.label.Text)
	}
}

func TestAnUnsavedResultIsAskedFor(t *testing.T) {
	h := newHarness(t)
	h.openBoth()
	h.paintToEnd()
	result := h.p.Result
	next := h.mesh("next")
	h.drop(next)
	if !h.dialogOpen() {
		t.Fatal("no question")
	}
	test.Tap(h.overlayButton("Go back"))
	if h.p.Result != result || h.w.working != nil {
		t.Error("going back lost the result")
	}
	h.drop(next)
	test.Tap(h.overlayButton("Discard"))
	h.until("the next mesh is open", func() bool { return h.p.MeshPath == next })
	if h.p.Result != nil || h.w.result.Visible() {
		t.Error("the old result stays")
	}
}

func TestAReferenceIsOpenedWithoutAQuestion(t *testing.T) {
	h := newHarness(t)
	h.openBoth()
	h.paintToEnd()
	h.drop(h.image("other"))
	if h.dialogOpen() {
		t.Error("a new reference does not lose the result")
	}
	h.until("opening has ended", func() bool { return h.w.working == nil })
}

// A mesh whose UVs overlap opens, with the advice and a button to unwrap it anew.
func TestAMeshWithOverlappingUVsCanBeUnwrappedAnew(t *testing.T) {
	h := newHarness(t)
	const obj = "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 1 1\nvt 0.2 0.9\nvt 0.9 0.8\nf 1/1 2/2 3/3\nf 1/1 3/5 4/4\n"
	box := h.file("box.obj", []byte(obj))
	h.drop(box)
	h.until("the mesh is open", func() bool { return h.p.Mesh != nil && h.w.working == nil })
	if !h.w.banner.unwrap.Visible() || !h.w.banner.Visible() || !strings.Contains(h.w.banner.label.Text, "lies on other parts") {
		t.Fatalf("banner %q, button %v", h.w.banner.label.Text, h.w.banner.unwrap.Visible())
	}
	h.unwrap()
	h.until("the mesh is unwrapped", func() bool {
		return h.w.working == nil && strings.Contains(strings.Join(h.p.Notices(), " "), "UV islands")
	})
	if h.p.UVAdvice() != "" || h.w.banner.unwrap.Visible() {
		t.Errorf("it still advises %q", h.p.UVAdvice())
	}
}

// unwrap presses the button that does, for a small texture: large ones take long with the
// race detector.
func (h *harness) unwrap() {
	_ = h.p.Set(project.TextureSize, "128")
	test.Tap(h.w.banner.unwrap)
}

// A mesh of which a part has no UVs opens, with a button that gives that part some.
func TestAPartWithoutUVsCanBeUnwrapped(t *testing.T) {
	h := newHarness(t)
	const obj = "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 1 1\nf 1/1 2/2 3/3\nf 1 3 4\n"
	h.drop(h.file("box.obj", []byte(obj)))
	h.until("the mesh is open", func() bool { return h.p.Mesh != nil && h.w.working == nil })
	if !h.w.banner.unwrap.Visible() || h.w.banner.unwrap.Text != "Unwrap" || !strings.Contains(h.w.banner.label.Text, "what has some keeps them") {
		t.Fatalf("banner %q, button %q", h.w.banner.label.Text, h.w.banner.unwrap.Text)
	}
	h.waitForHatch(1)
	before := h.p.Mesh.Mesh.UVs[:3]
	h.unwrap()
	h.until("the part is unwrapped", func() bool { return h.w.working == nil && !h.p.LacksSomeUVs() })
	h.waitForHatch(0)
	if m := h.p.Mesh.Mesh; m.Unpaintable() != nil || !slices.Equal(m.UVs[:3], before) || len(h.p.TextureSets()) != 2 || h.w.banner.unwrap.Visible() {
		t.Errorf("UVs %v, were %v; textures %v", m.UVs, before, h.p.TextureSets())
	}
}

// A mesh without UVs comes with a button that gives it some.
func TestAMeshWithoutUVsCanBeUnwrapped(t *testing.T) {
	h := newHarness(t)
	scan := h.file("scan.obj", []byte("v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nf 1 3 2\nf 1 2 4\nf 2 3 4\nf 3 1 4\n"))
	h.drop(scan)
	h.until("opening has ended", func() bool { return h.w.working == nil && h.p.Opening == "" })
	if h.p.Mesh != nil || !h.w.banner.unwrap.Visible() || !strings.Contains(h.w.banner.label.Text, "no UVs") {
		t.Fatalf("banner %q, button %v", h.w.banner.label.Text, h.w.banner.unwrap.Visible())
	}
	h.unwrap()
	h.until("the mesh is open", func() bool { return h.p.Mesh != nil && h.w.working == nil })
	if len(h.p.Mesh.Mesh.UVs) == 0 || h.p.MeshPath != scan {
		t.Errorf("opened %q with %d UVs", h.p.MeshPath, len(h.p.Mesh.Mesh.UVs))
	}
	if notices := strings.Join(h.p.Notices(), " "); !strings.Contains(notices, "UV islands") {
		t.Errorf("notices %q", notices)
	}
	h.drop("/a/scene.blend")
	if h.w.banner.unwrap.Visible() {
		t.Error("another message still offers to unwrap")
	}
}
