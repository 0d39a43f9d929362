package acceptance

import (
	"bufio"
	"encoding/json"
	"image"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"patina/paint"
	"patina/paint/imageio"
	"patina/paint/jsonfile"
	"patina/paint/meshio"
	"patina/paint/painttest"
)

// window is the program with its window open on a virtual desktop.
type window struct {
	*desktop
	cmd    *exec.Cmd
	mu     sync.Mutex
	events []event
	read   chan struct{} // closed when the program closed its output
}

// event is what a test reads of the program's lines of JSON.
type event struct{ Event, Stage, Error string }

// openWindow starts the program for the first time and waits for its window.
func openWindow(t *testing.T, program build, args ...string) *window {
	t.Helper()
	w := newWindow(t, program, args...)
	w.open()
	return w
}

// openWindowAgain does so, with the race detector, for somebody whose last textures were
// small: it takes long over large ones.
func openWindowAgain(t *testing.T, args ...string) *window {
	t.Helper()
	w := newWindow(t, raced, args...)
	settings := paint.DefaultSettings()
	settings.TextureSize, settings.ViewSize = 512, 256
	kept := map[string]paint.Settings{"settings": settings}
	if err := jsonfile.Write(w.settingsFile(), kept); err != nil {
		t.Fatal(err)
	}
	w.open()
	return w
}

func newWindow(t *testing.T, program build, args ...string) *window {
	t.Helper()
	w := &window{desktop: newDesktop(t, 1300, 860), read: make(chan struct{})}
	w.cmd = program.command(t.Context(), t, append([]string{"--json"}, args...)...)
	w.cmd.Env = append(w.cmd.Env, "DISPLAY="+w.name, "WAYLAND_DISPLAY=", "LANG=en_US.UTF-8", "FYNE_SCALE=1", "GORACE=halt_on_error=1")
	w.cmd.Stderr = os.Stderr
	return w
}

// settingsFile is where the program remembers the settings.
func (w *window) settingsFile() string { return filepath.Join(w.cmd.Dir, "patina", "settings.json") }

func (w *window) open() {
	w.t.Helper()
	stdout, err := w.cmd.StdoutPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	go w.listen(stdout)
	w.t.Cleanup(func() {
		w.cmd.Process.Kill()
		<-w.read
		w.cmd.Wait()
	})
	w.focus(image.Pt(600, 400))
}

func (w *window) listen(stdout io.Reader) {
	defer close(w.read)
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) == nil {
			w.mu.Lock()
			w.events = append(w.events, e)
			w.mu.Unlock()
		}
	}
}

// count returns how many events of a kind were told.
func (w *window) count(kind string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := 0
	for _, e := range w.events {
		if e.Event == kind {
			n++
		}
	}
	return n
}

// in tells whether an event of a kind was told of a stage.
func (w *window) in(kind, stage string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.ContainsFunc(w.events, func(e event) bool { return e.Event == kind && e.Stage == stage })
}

// viewport is where the mesh is drawn, well inside the panel.
var viewport = image.Rect(360, 130, 900, 560)

// colourful returns the share of pixels of the viewport that are not grey: the
// unpainted sample and everything around it is.
func (w *window) colourful() float64 { return w.colourfulIn(viewport) }

// colourfulIn is the same for any part of the screen.
func (w *window) colourfulIn(part image.Rectangle) float64 {
	img := w.screenshot()
	n := 0
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			c := img.NRGBAAt(x, y)
			if int(max(c.R, c.G, c.B))-int(min(c.R, c.G, c.B)) > 40 {
				n++
			}
		}
	}
	return float64(n) / float64(part.Dx()*part.Dy())
}

// bright returns the share of pixels of the viewport that are brighter than the
// backdrop: those of the mesh in clay.
func (w *window) bright() float64 {
	img := w.screenshot()
	n := 0
	for y := viewport.Min.Y; y < viewport.Max.Y; y++ {
		for x := viewport.Min.X; x < viewport.Max.X; x++ {
			if c := img.NRGBAAt(x, y); c.G > 110 {
				n++
			}
		}
	}
	return float64(n) / float64(viewport.Dx()*viewport.Dy())
}

// keep writes a screenshot where PATINA_SCREENSHOTS says, to be looked at.
func (w *window) keep(name string) {
	if dir := os.Getenv("PATINA_SCREENSHOTS"); dir != "" {
		if err := imageio.SavePNG(filepath.Join(dir, name+".png"), w.screenshot()); err != nil {
			w.t.Error(err)
		}
	}
}

// patience is how long a test waits for what a busy machine does with the race detector.
const patience = 4 * time.Minute

// paintingPatience is for jobs of the built-in model beside other tests.
const paintingPatience = 5 * time.Minute

// The main job of a fresh machine: nothing is said but what to open.
func TestArtistPaintsCancelsAndSaves(t *testing.T) {
	w := openWindow(t, plain, "--sample")
	w.eventually(patience, "the sample is drawn", func() bool { return w.bright() > 0.05 })
	if w.colourful() > 0.01 {
		t.Error("the sample is painted before anybody painted it")
	}
	w.keep("1-loaded")

	w.eventually(paintingPatience, "the job starts", func() bool {
		w.press(keyControl, keyReturn) // nothing happens until the model is prepared
		return w.count("stage") > 0
	})
	w.press(keyEscape)
	w.eventually(patience, "the job is cancelled", func() bool { return w.count("cancelled") == 1 })
	w.keep("2-cancelled")

	w.press(keyControl, keyReturn)
	w.eventually(paintingPatience, "the texture shows on the mesh", func() bool { return w.colourful() > 0.05 })
	w.keep("3-painting")
	w.eventually(paintingPatience, "the job is done", func() bool { return w.count("finished") == 1 })
	w.keep("4-painted")

	before := w.screenshot()
	middle := viewport.Min.Add(viewport.Size().Div(2))
	w.drag(middle, middle.Add(image.Pt(160, 0)))
	w.eventually(patience, "the mesh turns", func() bool { return different(before, w.screenshot(), viewport) > 0.05 })
	w.keep("5-turned")

	w.showsTheOriginal()
}

// showsTheOriginal compares the painted mesh with what it was.
func (w *window) showsTheOriginal() {
	w.press('b')
	w.eventually(patience, "B shows the original", func() bool { return w.colourful() < 0.01 })
	w.press('b')
	w.eventually(patience, "B shows the painted mesh again", func() bool { return w.colourful() > 0.05 })
}

// A job must not hold up the window: while one runs, the mesh turns.
func TestOrbitingGoesOnDuringAJob(t *testing.T) {
	w := openWindow(t, raced, "--sample", "--painter", "projection")
	w.eventually(patience, "the sample is drawn", func() bool { return w.bright() > 0.05 })
	w.press(keyControl, keyReturn)
	w.eventually(patience, "the job starts", func() bool { return w.count("stage") > 0 })
	before := w.screenshot()
	middle := viewport.Min.Add(viewport.Size().Div(2))
	w.drag(middle, middle.Add(image.Pt(200, 0)))
	w.eventually(patience, "the mesh turns", func() bool { return different(before, w.screenshot(), viewport) > 0.05 })
	if w.count("finished") > 0 {
		t.Error("the mesh turned only after the job")
	}
}

func TestArtistSavesBesideTheMesh(t *testing.T) {
	dir := t.TempDir()
	mesh, picture := filepath.Join(dir, "owl.glb"), filepath.Join(dir, "owl.png")
	writeSample(t, mesh, picture)
	w := openWindowAgain(t, mesh, "--reference", picture, "--painter", "projection")
	w.eventually(patience, "the mesh is drawn", func() bool { return w.bright() > 0.05 })
	w.press(keyControl, keyReturn)
	w.eventually(patience, "the job is done", func() bool { return w.count("finished") == 1 })
	w.eventually(patience, "the texture shows on the mesh", func() bool { return w.colourful() > 0.05 })
	w.showsTheOriginal()
	before, banner := w.screenshot(), image.Rect(350, 80, 850, 100)
	w.press(keyControl, 's')
	saved := filepath.Join(dir, "owl_painted.glb")
	w.eventually(patience, "the result is saved", func() bool {
		_, err := os.Stat(saved)
		return err == nil
	})
	w.eventually(patience, "a banner says so", func() bool { return different(before, w.screenshot(), banner) > 0.02 })
	file, err := meshio.Open(t.Context(), saved)
	if err != nil {
		t.Fatal(err)
	}
	if file.Mesh.Materials[0].Texture == nil {
		t.Error("the saved mesh has no texture")
	}
	painttest.ValidateGLTF(t, saved)
	w.keep("6-saved")
	w.press(keyControl, 'q')
	w.eventually(patience, "the program ends", func() bool {
		select {
		case <-w.read:
			return true
		default:
			return false
		}
	})
	if err := w.cmd.Wait(); err != nil {
		t.Errorf("the program ended with %v", err)
	}
}

// different returns the share of pixels of a part of the screen that changed.
func different(a, b *image.NRGBA, part image.Rectangle) float64 {
	n := 0
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			p, q := a.NRGBAAt(x, y), b.NRGBAAt(x, y)
			if max(p.G, q.G)-min(p.G, q.G) > 24 {
				n++
			}
		}
	}
	return float64(n) / float64(part.Dx()*part.Dy())
}
