package ui

import (
	"context"
	"image"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"patina/paint"
	"patina/paint/mesh"
	"patina/ui/project"
)

// Parts are what main hands to the window.
type Parts struct {
	Frames  FrameSource
	Licence string // one line for About
	// Sample opens the mesh and reference that Patina brings; nil when there are none.
	// It is called off Fyne's goroutine.
	Sample func(ctx context.Context) (project.Opened, error)
	// Notices are sentences to show from the start, for instance what is missing on
	// this machine and which command brings it.
	Notices []string
	// Observe is told every event of a job, on Fyne's goroutine, after the panels; nil
	// when nobody listens.
	Observe func(paint.Event)
	// Release frees what the frames come from; it is called off Fyne's goroutine when
	// nothing runs any more, before the window goes. Nil when there is nothing to free.
	Release func()
}

// Window is Patina's window. Its methods belong to Fyne's goroutine.
type Window struct {
	app     fyne.App
	win     fyne.Window
	project *project.Project
	parts   Parts
	post    func(func()) // runs something on Fyne's goroutine, later
	now     func() time.Time
	tasks   *tasks
	job     *paint.Job // the running job, nil when none runs

	tips      tips
	banner    *banner
	toolbar   *toolbar
	viewport  *viewport
	reference *referencePanel
	protect   *protectPanel
	settings  *settingsPanel
	uvs       *uvPanel
	jobs      *jobPanel
	result    *resultPanel
	notices   *noticesPanel
	passes    *passesStrip
	watch     *deviceWatch
	devices   *devicePanel

	original bool // the mesh's own materials are on show
	unlit    bool
	shown    shownMesh
	working  *working // opening or saving under way
	looking  bool     // whether somebody looks at what the cameras see
	pointing pointing
	adding   bool       // whether cameras are to be added next
	model    *modelTask // what is being done with a model, nil when nothing is
	closing  bool

	profiling *profiling // nil when none is measured
}

// shownMesh is what the frame source was told to show last.
type shownMesh struct {
	mesh      *mesh.Mesh
	textures  []*image.NRGBA
	untouched []bool
}

// New makes the window and puts the project into it; Show opens it.
func New(app fyne.App, p *project.Project, parts Parts) *Window {
	return newWindow(app, p, parts, fyne.Do)
}

func newWindow(app fyne.App, p *project.Project, parts Parts, post func(func())) *Window {
	app.Settings().SetTheme(Theme())
	w := &Window{app: app, win: app.NewWindow("Patina"), project: p, parts: parts, post: post, now: time.Now, tasks: newTasks()}
	for _, sentence := range parts.Notices {
		p.Notify(sentence)
	}
	w.build()
	w.bindKeys()
	w.win.SetMainMenu(w.menu())
	w.win.SetOnDropped(func(_ fyne.Position, files []fyne.URI) { w.dropped(files) })
	w.win.SetCloseIntercept(w.close)
	w.win.SetMaster()
	w.win.Resize(fyne.NewSize(1280, 820))
	w.openLastModel()
	w.refresh()
	return w
}

// Show opens the window. Devices are measured from then on until it closes.
func (w *Window) Show() {
	w.win.Show()
	w.watch.start()
}

// Window returns Fyne's window, for its icon and its size.
func (w *Window) Window() fyne.Window { return w.win }

// OpenPaths opens files as if they had been dropped into the window.
func (w *Window) OpenPaths(paths []string) { w.openPaths(paths) }

// OpenModel adds the models in a folder, as if it had been dropped into the window.
func (w *Window) OpenModel(dir string) { w.addModels(dir) }

// OpenSample opens the mesh and reference that Patina brings.
func (w *Window) OpenSample() { w.openSample() }

// build makes the panels and lays them out: what goes in on the left, the mesh in
// the middle, what comes out on the right.
func (w *Window) build() {
	layer := newTipLayer(w.post)
	w.tips = tips{layer, w.typedKey}
	w.banner = newBanner(w.tips, w.app.Clipboard().SetContent)
	w.toolbar = newToolbar(w)
	w.viewport = newViewport(w.parts.Frames, w.post, w.pick, w.emptyState())
	w.viewport.pointed = w.pointAt
	w.reference = newReferencePanel(w.project, w.tips, w.openReference, w.useView, w.refresh)
	w.protect = newProtectPanel(w.project, w.tips, w.togglePicking, w.protectNothing, w.refresh)
	w.settings = newSettingsPanel(w.project, w.tips, w, w, w, w.refresh)
	w.uvs = newUVPanel(w.project, w.tips, w, w.refresh)
	w.watch = newDeviceWatch(w.project, w.tasks, w.tips, w.post, w.refreshDevices)
	w.devices = newDevicePanel(w)
	w.jobs = newJobPanel(w.project, w.tips, newPlanRow(w.tips, w.watch, w.takeOffer), w.paint, w.cancel)
	w.result = newResultPanel(w.project, w.tips, w.save, w.saveAs)
	w.notices = newNoticesPanel(w.project, w.tips, w.app.Clipboard().SetContent)
	w.passes = newPassesStrip(w.project, w.tips, w.enlarge)

	left := column(leftWidth, w.reference.Container, w.protect.Container, w.uvs.Container, widget.NewSeparator(), w.settings.Container)
	right := column(rightWidth, w.jobs.Container, w.result.Container, w.notices.Container, w.devices.Container)
	middle := container.NewVSplit(
		container.NewBorder(container.NewVBox(w.toolbar.Container, w.banner.Container), nil, nil, nil, w.viewport),
		w.passes.Container)
	middle.SetOffset(0.82)
	inner := container.NewHSplit(middle, right)
	inner.SetOffset(0.72)
	outer := container.NewHSplit(left, inner)
	outer.SetOffset(0.24)
	w.win.SetContent(container.NewStack(outer, layer.Container))
}

// column is a panel at the side that scrolls when the window is low.
func column(width float32, panels ...fyne.CanvasObject) fyne.CanvasObject {
	scroll := container.NewVScroll(container.New(layout.NewCustomPaddedLayout(4, 4, 4, 12), container.NewVBox(panels...)))
	scroll.SetMinSize(fyne.NewSize(width, 100))
	return scroll
}

// The least widths of the columns; the viewport gets the rest.
const leftWidth, rightWidth = 300, 250

// refresh shows the project as it is in all panels.
func (w *Window) refresh() {
	now := w.now()
	w.win.SetTitle(w.title(now))
	w.viewport.describe(w.describeMesh(), w.describeShown())
	w.toolbar.refresh()
	w.reference.refresh()
	w.protect.refresh(w.viewport.picking)
	w.settings.refresh()
	w.uvs.refresh()
	w.watch.lookAhead()
	w.devices.refresh()
	w.jobs.refresh(now)
	w.result.refresh()
	w.notices.refresh()
	w.passes.refresh()
	w.showMesh()
}

// tick shows what changes with time alone.
func (w *Window) tick() {
	now := w.now()
	w.win.SetTitle(w.title(now))
	w.jobs.refresh(now)
	w.showWorking(now)
}

// title names what is open, whether it is saved, and how far a job is.
func (w *Window) title(now time.Time) string {
	title := "Patina"
	if w.project.Mesh != nil {
		title = filepath.Base(w.project.Mesh.Name) + " – Patina"
	}
	if w.project.Unsaved() {
		title = "• " + title
	}
	if w.project.Running() {
		title = strconv.Itoa(int(100*w.project.Progress(now))) + " % " + title
	}
	return title
}

// showMesh tells the frame source when there is something new to show.
func (w *Window) showMesh() {
	var next shownMesh
	if w.project.Mesh != nil {
		next.mesh = w.project.Mesh.Mesh
		if !w.original {
			next.textures = w.project.Textures()
		}
		next.untouched = w.project.Untouched()
	}
	newMesh := next.mesh != w.shown.mesh
	hatch := newMesh || !sameSlice(next.untouched, w.shown.untouched)
	if !hatch && slices.Equal(next.textures, w.shown.textures) {
		return
	}
	w.shown = next
	w.parts.Frames.Show(next.mesh, next.textures)
	if hatch {
		w.parts.Frames.Hatch(next.untouched)
	}
	if newMesh {
		w.viewport.orbit = newOrbit()
		w.viewport.frame()
		return
	}
	w.viewport.ask()
}

// sameSlice tells whether two slices are the same, whatever they hold.
func sameSlice(a, b []bool) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

func (w *Window) describeMesh() string {
	if w.project.Mesh == nil {
		return ""
	}
	m := w.project.Mesh
	return filepath.Base(m.Name) + "   " + project.Thousands(len(m.Mesh.Triangles)) + " triangles"
}

func (w *Window) describeShown() string {
	switch {
	case w.project.Mesh == nil:
		return ""
	case w.original:
		return "Original material (B shows the painted one)"
	case w.project.Running() && w.project.Job.Textures != nil:
		return "Painting: preview"
	case w.project.Result != nil:
		return "Painted (B shows the original)"
	}
	return "Original material"
}
