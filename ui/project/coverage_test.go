package project

import (
	"context"
	"strings"
	"testing"

	"patina/paint/diffusion"
	"patina/paint/mesh"
	"patina/paint/meshio"
	"patina/paint/painttest"
	"patina/paint/protect"
	"patina/paint/view"
)

func withMesh(t *testing.T, m *mesh.Mesh) *Project {
	t.Helper()
	p, _ := newTestProject(t, "")
	if err := p.Use(Opened{Mesh: &meshio.File{Name: "ball", Mesh: m}}); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestCoverageFollowsTheCameras(t *testing.T) {
	p := withMesh(t, painttest.Sphere(16))
	p.Settings.Rig.Views = p.Settings.Rig.Views[:1]
	if p.Coverage() != nil || !strings.HasPrefix(p.CoverageText(), "Looking") {
		t.Errorf("before a look: %q", p.CoverageText())
	}
	p.UseLook(p.LookAround()(t.Context()))
	if r := p.Coverage(); r == nil || r.Seen < 0.35 || r.Seen > 0.45 || !strings.HasPrefix(p.CoverageText(), "They see 4") {
		t.Errorf("one camera: %+v, %q", r, p.CoverageText())
	}
	if p.LookAround() != nil {
		t.Error("what is known is looked at again")
	}
	stale := p.AddCameras()
	if err := p.Set(Elevations, "10"); err == nil {
		t.Error("six azimuths go with one elevation")
	}
	if p.LookAround() != nil || p.AddCameras() != nil || p.CoverageText() != "" {
		t.Error("cameras that are not valid are looked at")
	}
	if err := p.Set(Cameras, "8 around"); err != nil {
		t.Fatal(err)
	}
	p.UseLook(stale(t.Context()))
	if len(p.Settings.Rig.Views) != 8 || p.Coverage() != nil {
		t.Error("a look at earlier cameras is used")
	}
}

func TestAddedCamerasAreTheArtistsOwn(t *testing.T) {
	p := withMesh(t, painttest.Sphere(16))
	p.Settings.Rig = view.Rig{Name: "one", Views: []view.View{view.Front()}}
	p.UseLook(p.AddCameras()(t.Context()))
	n := len(p.Settings.Rig.Views)
	if n < 2 || n > 1+MoreCameras || p.Coverage() == nil || p.Coverage().Seen < 0.9 {
		t.Fatalf("%d cameras: %+v", n, p.Coverage())
	}
	if p.Text(Cameras) != CustomCameras || len(strings.Split(p.Text(Azimuths), ",")) != n {
		t.Errorf("the cameras read %q: %q", p.Text(Cameras), p.Text(Azimuths))
	}
	if err := p.SaveRig("mine"); err != nil {
		t.Error(err)
	}
}

// A model gets cameras that it knows.
func TestAddedCamerasAreKnownToTheModel(t *testing.T) {
	p := withMesh(t, painttest.Sphere(16))
	p.painters[0].Model, p.Settings.Diffusion.Model = "models/paint", "models/paint"
	p.Settings.Rig = view.Rig{Name: "one", Views: []view.View{view.Front()}}
	p.UseLook(p.AddCameras()(t.Context()))
	for _, v := range p.Settings.Rig.Views {
		if _, notice := diffusion.CameraID(v); notice != "" {
			t.Error(notice)
		}
	}
}

func TestLookFails(t *testing.T) {
	m := painttest.Cube()
	for i := range m.Positions {
		m.Positions[i] = m.Positions[0]
	}
	p := withMesh(t, m)
	p.UseLook(p.LookAround()(context.Background()))
	if p.LookAround() != nil || !strings.Contains(p.CoverageText(), "no surface") {
		t.Errorf("a mesh without surface: %q", p.CoverageText())
	}
}

func TestFillIsChosenByTitle(t *testing.T) {
	p := withMesh(t, painttest.Cube())
	for _, title := range Choices(Fill) {
		if err := p.Set(Fill, title); err != nil || p.Text(Fill) != title || p.Settings.Validate() != nil {
			t.Errorf("%s: %v, shown as %q", title, err, p.Text(Fill))
		}
	}
	if err := p.Set(Fill, "Smear"); err == nil {
		t.Error("an unknown fill is accepted")
	}
}

// What is protected needs no camera, and another protection another look.
func TestCoverageFollowsTheProtection(t *testing.T) {
	p, _ := newTestProject(t, "")
	twoBalls(t, p)
	p.UseLook(p.LookAround()(t.Context()))
	p.Protect(protect.Piece{Kind: protect.Material, Name: "left"})
	if p.Coverage() != nil {
		t.Error("the look at the unprotected mesh is still used")
	}
	p.UseLook(p.LookAround()(t.Context()))
	if r := p.Coverage(); r == nil || r.Left < 0.49 || r.Left > 0.51 || !strings.Contains(p.CoverageText(), "of the surface that is painted") {
		t.Errorf("with half of it protected: %+v, %q", r, p.CoverageText())
	}
	p.Protect(protect.Piece{Kind: protect.Material, Name: "right"})
	p.UseLook(p.LookAround()(t.Context()))
	if !strings.Contains(p.CoverageText(), "verything is protected") {
		t.Errorf("with all of it protected: %q", p.CoverageText())
	}
}
