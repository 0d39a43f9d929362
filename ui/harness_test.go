package ui

import (
	"context"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"patina/paint"
	"patina/paint/mesh"
	"patina/paint/view"
	"patina/ui/project"
)

// harness drives a window without a display. The test's goroutine plays Fyne's: what
// is posted runs there, in until.
type harness struct {
	t      *testing.T
	app    fyne.App
	w      *Window
	p      *project.Project
	frames *fakeFrames
	views  *fakeViews
	folder string
	open   func(ctx context.Context, dir string) error // what opening a model does, nil for success at once

	monitor project.DeviceMonitor // nil for a machine of which nothing is known
	tell    []paint.Event         // what the painter with a model reports

	// carried opens a painter of the program's, nil where it has none to open.
	carried func(ctx context.Context, progress func(done, total int64)) (project.Painter, error)

	mu    sync.Mutex
	queue []func()
}

func newHarness(t *testing.T) *harness {
	t.Helper()
	h := &harness{t: t, app: test.NewTempApp(t), frames: &fakeFrames{lit: true}, views: &fakeViews{}, folder: t.TempDir()}
	h.start()
	return h
}

// start makes the window and the project behind it, with what an earlier start kept.
func (h *harness) start() {
	options := project.Options{
		Monitor: h.monitor, Profile: filepath.Join(h.folder, "profile.json"),
		Folder: filepath.Join(h.folder, "config"), Version: "1.2.3", OpenModel: h.openModel,
		Painters: []project.Painter{
			{Title: "Projection", Description: "Projects.", Ignores: append(project.ModelSettings(), project.Steps, project.Seed), Painter: &paint.Painter{Passes: fakePasses{}, Views: h.views}},
			{Title: "Network", Description: "Denoises.", Painter: &paint.Painter{Passes: fakePasses{}, Views: network{h.views}}},
		},
	}
	if h.monitor != nil {
		options.Painters = append(options.Painters, project.Painter{
			Title: "Model", Description: "Runs a model.", Model: "model",
			Painter: &paint.Painter{Passes: fakePasses{}, Views: modelViews{h}},
		})
	}
	if h.carried != nil {
		options.Painters = append(options.Painters, project.Painter{Title: "Built-in", Name: "builtin", BuiltIn: true, Open: h.carried})
	}
	h.p = project.New(options)
	h.w = newWindow(h.app, h.p, Parts{Frames: h.frames, Licence: "Apache-2.0", Notices: []string{"ONNX Runtime is missing: run make deps"}}, h.post)
	if h.monitor != nil {
		h.w.watch.interval, h.w.watch.delay = 5*time.Millisecond, time.Millisecond
	}
	h.w.win.Resize(fyne.NewSize(1100, 760))
	h.w.Show()
	h.t.Cleanup(h.stop)
}

// stop ends what the window does.
func (h *harness) stop() {
	h.w.cancel()
	h.w.tasks.stop()
	h.w.tasks.wait.Wait()
}

func (h *harness) post(f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.queue = append(h.queue, f)
}

// drain runs what was posted.
func (h *harness) drain() {
	h.mu.Lock()
	queue := h.queue
	h.queue = nil
	h.mu.Unlock()
	for _, f := range queue {
		f()
	}
}

// until runs what is posted until something is so.
func (h *harness) until(what string, so func() bool) {
	h.t.Helper()
	for start := time.Now(); !so(); time.Sleep(time.Millisecond) {
		if time.Since(start) > 20*time.Second {
			h.t.Fatalf("waited in vain until %s", what)
		}
		h.drain()
	}
}

func (h *harness) drop(paths ...string) {
	uris := make([]fyne.URI, len(paths))
	for i, p := range paths {
		uris[i] = storage.NewFileURI(p)
	}
	h.w.dropped(uris)
}

// openBoth drops a mesh and a reference and waits until they are open.
func (h *harness) openBoth() {
	h.t.Helper()
	h.drop(h.mesh("box"), h.image("ref"))
	h.until("both are open", func() bool { return h.p.Mesh != nil && h.p.Reference != nil && h.w.working == nil })
}

// paintToEnd paints with small settings and waits for the end.
func (h *harness) paintToEnd() {
	h.t.Helper()
	_ = h.p.Set(project.ViewSize, "64")
	_ = h.p.Set(project.TextureSize, "64")
	test.Tap(h.w.jobs.paint)
	h.until("the job has ended", func() bool { return h.w.job == nil && !h.p.Running() })
}

// mesh writes a square with UVs and returns its path.
func (h *harness) mesh(name string) string {
	const obj = "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 1 1\nvt 0 1\nf 1/1 2/2 3/3 4/4\n"
	return h.file(name+".obj", []byte(obj))
}

func (h *harness) image(name string) string {
	img := image.NewNRGBA(image.Rect(0, 0, 8, 8))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	path := filepath.Join(h.folder, name+".png")
	f, err := os.Create(path)
	if err == nil {
		err = errors.Join(png.Encode(f, img), f.Close())
	}
	if err != nil {
		h.t.Fatal(err)
	}
	return path
}

func (h *harness) file(name string, content []byte) string {
	h.t.Helper()
	path := filepath.Join(h.folder, name)
	if err := os.WriteFile(path, content, 0o644); err != nil {
		h.t.Fatal(err)
	}
	return path
}

// fakeFrames remembers what it was asked to show.
type fakeFrames struct {
	mesh     *mesh.Mesh
	textures []*image.NRGBA
	shown    int // calls of Show
	view     view.View
	size     image.Point
	hatched  []bool
	lit      bool
	onFrame  func(*image.NRGBA)
}

func (f *fakeFrames) Show(m *mesh.Mesh, textures []*image.NRGBA) {
	f.mesh, f.textures = m, textures
	f.shown++
}
func (f *fakeFrames) Hatch(triangles []bool)              { f.hatched = triangles }
func (f *fakeFrames) Orbit(v view.View, size image.Point) { f.view, f.size = v, size }
func (f *fakeFrames) OnFrame(on func(*image.NRGBA))       { f.onFrame = on }
func (f *fakeFrames) Light(on bool)                       { f.lit = on }

// fakePasses sees the same disc from everywhere.
type fakePasses struct{}

func (fakePasses) RenderPasses(ctx context.Context, _ *mesh.Mesh, views []view.View, size int) ([]view.Passes, error) {
	out := make([]view.Passes, len(views))
	for i := range out {
		out[i] = view.NewPasses(size)
	}
	return out, context.Cause(ctx)
}

// fakeViews paints every view in one colour. Told to, it fails, or waits to be
// cancelled.
type fakeViews struct {
	fail error
	wait bool
	seen paint.Request
}

func (*fakeViews) Name() string { return "projection" }

func (f *fakeViews) PaintViews(ctx context.Context, req paint.Request, _ []view.Passes, report func(paint.Event)) ([]view.Painted, error) {
	f.seen = req
	if f.fail != nil {
		return nil, f.fail
	}
	var out []view.Painted
	for i, v := range req.Settings.Rig.Views {
		img := image.NewNRGBA(image.Rect(0, 0, req.Settings.ViewSize, req.Settings.ViewSize))
		for k := range img.Pix {
			img.Pix[k] = 0xc0 | uint8(k&3)
		}
		out = append(out, view.Painted{View: v, Image: img})
		report(paint.ViewPreview{View: i, Image: img})
		report(paint.StepDone{Stage: paint.StageViews, Done: i + 1, Total: len(req.Settings.Rig.Views)})
	}
	if f.wait {
		<-ctx.Done()
	}
	return out, context.Cause(ctx)
}

// network is the same painter under another name.
type network struct{ *fakeViews }

func (network) Name() string { return "network" }

var errBroken = errors.New("the tensor unet.conv_in.weight is missing: download the model again")

// overlayButton returns the button of that name in the dialog on top.
func (h *harness) overlayButton(name string) *widget.Button {
	h.t.Helper()
	top := h.w.win.Canvas().Overlays().Top()
	if top == nil {
		h.t.Fatalf("no dialog is open to press %q in", name)
	}
	for _, o := range test.LaidOutObjects(top) {
		if b, ok := o.(*widget.Button); ok && b.Text == name {
			return b
		}
	}
	h.t.Fatalf("the dialog has no button %q", name)
	return nil
}

func (h *harness) dialogOpen() bool { return h.w.win.Canvas().Overlays().Top() != nil }
