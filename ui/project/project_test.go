package project

import (
	"context"
	"errors"
	"image"
	"strings"
	"testing"
	"time"

	"patina/paint"
	"patina/paint/geom"
	"patina/paint/imageio"
	"patina/paint/mesh"
	"patina/paint/meshio"
	"patina/paint/view"
)

// named is a painter of views that is never asked to paint.
type named string

func (n named) Name() string { return string(n) }

func (n named) PaintViews(context.Context, paint.Request, []view.Passes, func(paint.Event)) ([]view.Painted, error) {
	panic("not called")
}

// clock is a time that tests move.
type clock struct{ t time.Time }

func (c *clock) now() time.Time       { return c.t }
func (c *clock) pass(d time.Duration) { c.t = c.t.Add(d) }

// newTestProject returns a project whose seeds count up from 100.
func newTestProject(t *testing.T, folder string) (*Project, *clock) {
	t.Helper()
	c := &clock{time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)}
	seed := uint64(99)
	return New(Options{
		Folder: folder, Version: "1.2.3", Now: c.now, Random: func() uint64 { seed++; return seed },
		Painters: []Painter{
			{Title: "Projection", Description: "Projects.", Ignores: []Setting{Steps, Seed}, Painter: &paint.Painter{Views: named("projection")}},
			{Title: "Network", Description: "Denoises.", Painter: &paint.Painter{Views: named("network")}},
		},
	}), c
}

func triangle() *mesh.Mesh {
	return &mesh.Mesh{
		Positions: []geom.Vec3{{}, {X: 1}, {Y: 1}}, UVs: []geom.Vec2{{}, {X: 1}, {Y: 1}},
		Triangles: []mesh.Triangle{{0, 1, 2}}, Materials: []mesh.Material{mesh.DefaultMaterial()},
	}
}

func openedMesh(notices ...string) Opened {
	return Opened{Mesh: &meshio.File{Name: "fox", Mesh: triangle(), SHA256: "m", Notices: notices}, MeshPath: "/art/fox.glb"}
}

func openedReference() Opened {
	return Opened{
		Reference:     &imageio.Image{Name: "/art/fox.png", Pixels: image.NewNRGBA(image.Rect(0, 0, 4, 4)), SHA256: "r"},
		ReferencePath: "/art/fox.png",
	}
}

// ready returns a project with a mesh and a reference.
func ready(t *testing.T) (*Project, *clock) {
	t.Helper()
	p, c := newTestProject(t, "")
	use(t, p, openedMesh())
	use(t, p, openedReference())
	return p, c
}

func use(t *testing.T, p *Project, o Opened) {
	t.Helper()
	if err := p.Use(o); err != nil {
		t.Fatal(err)
	}
}

func begin(t *testing.T, p *Project) paint.Request {
	t.Helper()
	req, _, err := p.Begin()
	if err != nil {
		t.Fatal(err)
	}
	return req
}

func TestRequestSaysWhatIsMissing(t *testing.T) {
	p, _ := newTestProject(t, "")
	for _, step := range []struct {
		do   func()
		want string
	}{
		{func() {}, "nothing is open"},
		{func() { use(t, p, openedMesh()) }, "no reference image"},
		{func() { use(t, p, openedReference()) }, ""},
		{func() { p.Opening = "cat.glb" }, "still opening cat.glb"},
		{func() { p.Opening = ""; _ = p.Set(ViewSize, "9999") }, "view size: view size must lie between 64 and 4096"},
		{func() { _ = p.Set(ViewSize, "512"); _ = p.Set(Azimuths, "0, x") }, "cameras: azimuths: entry 2"},
		{func() { _ = p.Set(Cameras, "8 around") }, ""},
		{func() { begin(t, p) }, "already running"},
	} {
		step.do()
		_, err := p.Request()
		if got := message(err); (step.want == "") != (err == nil) || !strings.Contains(got, step.want) {
			t.Errorf("error %q, want one with %q", got, step.want)
		}
	}
	p, _ = newTestProject(t, "")
	use(t, p, openedReference())
	if _, err := p.Request(); !strings.Contains(message(err), "no mesh") {
		t.Errorf("error %v without a mesh", err)
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestRequestIsAValueOfItsOwn(t *testing.T) {
	p, _ := ready(t)
	req := begin(t, p)
	p.Settings.Rig.Views[0].Azimuth = 77
	if req.Settings.Rig.Views[0].Azimuth == 77 {
		t.Error("the request changes with the project")
	}
}

func TestMeshThatCannotBePaintedIsToldAtOnce(t *testing.T) {
	p, _ := newTestProject(t, "")
	o := openedMesh("One node was left out")
	o.Mesh.Mesh.UVs = nil
	use(t, p, o)
	notices := strings.Join(p.Notices(), "|")
	if !strings.Contains(notices, "One node was left out.") || !strings.Contains(notices, "has no UVs") {
		t.Errorf("notices %q", notices)
	}
	use(t, p, openedMesh())
	if len(p.Notices()) != 0 {
		t.Errorf("notices of the old mesh stay: %q", p.Notices())
	}
}

func TestNoticesGoWithWhatTheyAreAbout(t *testing.T) {
	p, _ := newTestProject(t, "")
	p.Notify("ONNX Runtime is missing")
	p.Notify("ONNX Runtime is missing.")
	use(t, p, openedMesh("About the mesh"))
	use(t, p, openedReference())
	begin(t, p)
	p.Apply(paint.Notice{Text: "about the job"})
	p.Apply(paint.Cancelled{})
	if got := strings.Join(p.Notices(), " "); got != "ONNX Runtime is missing. About the mesh. About the job." {
		t.Errorf("notices %q", got)
	}
	begin(t, p)
	if got := strings.Join(p.Notices(), " "); got != "ONNX Runtime is missing. About the mesh." {
		t.Errorf("after the next job began: %q", got)
	}
	p.DismissNotices()
	if len(p.Notices()) != 0 {
		t.Error("dismissed notices stay")
	}
}

func TestUseRefusesAMeshWhileAJobRuns(t *testing.T) {
	p, _ := ready(t)
	begin(t, p)
	old := p.Mesh
	if err := p.Use(openedMesh()); err == nil || p.Mesh != old {
		t.Errorf("error %v, mesh changed: %v", err, p.Mesh != old)
	}
	if err := p.Use(openedReference()); err != nil {
		t.Errorf("a reference for the next job is refused: %v", err)
	}
}

func TestSentence(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "",
		"the mesh has no UVs":          "The mesh has no UVs.",
		"fox.glb is cut short":         "fox.glb is cut short.",
		"/art/fox.glb is missing":      "/art/fox.glb is missing.",
		"  really?":                    "Really?",
		"étage perdu":                  "Étage perdu.",
		"cannot open: it is a folder.": "Cannot open: it is a folder.",
	} {
		if got := Sentence(text); got != want {
			t.Errorf("Sentence(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestOpenIsAllOrNothing(t *testing.T) {
	p, _ := newTestProject(t, "")
	o, err := Open(context.Background(), p.Dropped([]string{"/nowhere/fox.glb", "/nowhere/fox.png"}))
	if err == nil || o.Mesh != nil || o.Reference != nil {
		t.Errorf("opened %+v, error %v", o, err)
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	gone := errors.New("gone")
	cancel(gone)
	path := t.TempDir() + "/a.png"
	if err := imageio.SavePNG(path, image.NewNRGBA(image.Rect(0, 0, 2, 2))); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, Drop{Reference: path}); !errors.Is(err, gone) {
		t.Errorf("error %v after cancelling, want the cause", err)
	}
	o, err = Open(context.Background(), Drop{Reference: path})
	if err != nil || o.ReferencePath != path || o.Reference == nil {
		t.Errorf("opened %+v, error %v", o, err)
	}
}
