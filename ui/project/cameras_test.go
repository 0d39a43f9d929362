package project

import (
	"slices"
	"strings"
	"testing"

	"patina/paint/view"
)

func TestChoosingAPresetFillsTheLists(t *testing.T) {
	p, _ := newTestProject(t, "")
	for _, preset := range view.Presets() {
		if err := p.Set(Cameras, preset.Name); err != nil {
			t.Errorf("%s: %v", preset.Name, err)
		}
		if len(p.Settings.Rig.Views) != len(preset.Views) || strings.Count(p.Text(Azimuths), ",") != len(preset.Views)-1 {
			t.Errorf("%s: %d views, azimuths %q", preset.Name, len(p.Settings.Rig.Views), p.Text(Azimuths))
		}
		again, err := p.cameras.rig()
		if err != nil || !slices.Equal(again.Views, preset.Views) {
			t.Errorf("%s does not read back from its text: %v", preset.Name, err)
		}
	}
}

func TestTypingAListMakesACustomRig(t *testing.T) {
	p, _ := newTestProject(t, "")
	err := p.Set(Azimuths, "0, 120, 240")
	if !strings.Contains(message(err), "equally long: 3 azimuths, 6 elevations") {
		t.Errorf("error %v", err)
	}
	if len(p.Settings.Rig.Views) != 6 {
		t.Error("a list that does not fit changed the rig")
	}
	_ = p.Set(Elevations, "0, 10, 20")
	if err := p.Set(Weights, ""); err != nil {
		t.Fatal(err)
	}
	_ = p.Set(Distance, "2")
	if err := p.Set(OrthoScale, "1.5"); err != nil {
		t.Fatal(err)
	}
	rig := p.Settings.Rig
	want := view.View{Azimuth: 240, Elevation: 20, Distance: 2, Lens: view.Orthographic(1.5), Weight: 1}
	if rig.Name != CustomCameras || len(rig.Views) != 3 || rig.Views[2] != want || p.Text(Cameras) != CustomCameras {
		t.Errorf("rig %+v, shown as %q", rig, p.Text(Cameras))
	}
}

func TestCameraComplaints(t *testing.T) {
	for _, c := range []struct {
		setting Setting
		text    string
		want    string
	}{
		{Azimuths, "0,90,,270,0,180", "entry 3"},
		{Azimuths, "", "0 azimuths"},
		{Elevations, "0,0,0,0,95,-90", "elevation must lie between -90 and 90"},
		{Weights, "0,0,0,0,0,0", "weight above 0"},
		{Weights, "1,1,1,1,1,-1", "weight must be 0 or more"},
		{Distance, "0", "distance must be more than 0"},
		{Distance, "far", `distance: "far" is not a number`},
		{OrthoScale, "0", "ortho scale must lie between 0.01 and 100"},
		{OrthoScale, "", "ortho scale: nothing is not a number"},
		{Cameras, "no such rig", "no rig called"},
	} {
		p, _ := newTestProject(t, "")
		if err := p.Set(c.setting, c.text); !strings.Contains(message(err), c.want) {
			t.Errorf("%s %q: error %v, want one with %q", c.setting, c.text, err, c.want)
		}
		if p.Problem(Azimuths) == nil || p.Problem(Cameras) == nil {
			t.Errorf("%s %q: the problem is not shared by the cameras", c.setting, c.text)
		}
		if err := p.Set(Cameras, "8 around"); err != nil || p.Problem(c.setting) != nil {
			t.Errorf("a preset does not mend it: %v", err)
		}
	}
}

func TestSavedRigs(t *testing.T) {
	p, _ := newTestProject(t, "")
	_ = p.Set(Azimuths, "0, 15, 180, 270, 0, 180")
	for name, want := range map[string]string{" ": "a name", "8 around": "preset", CustomCameras: "preset", strings.Repeat("x", 61): "60"} {
		if err := p.SaveRig(name); !strings.Contains(message(err), want) {
			t.Errorf("name %q: error %v", name, err)
		}
	}
	if err := p.SaveRig(" product shots "); err != nil {
		t.Fatal(err)
	}
	if p.Text(Cameras) != "product shots" || !p.RigIsSaved("product shots") || !slices.Contains(p.Rigs(), "product shots") {
		t.Errorf("rigs %q, chosen %q", p.Rigs(), p.Text(Cameras))
	}
	_ = p.Set(Cameras, "8 around")
	if err := p.Set(Cameras, "product shots"); err != nil || p.Settings.Rig.Views[1].Azimuth != 15 {
		t.Errorf("error %v, rig %+v", err, p.Settings.Rig)
	}
	_ = p.Set(Azimuths, "0, 16, 180, 270, 0, 180")
	if err := p.SaveRig("product shots"); err != nil || len(p.rigs) != 1 || p.rigs[0].Views[1].Azimuth != 16 {
		t.Errorf("error %v, rigs %+v: want the old one replaced", err, p.rigs)
	}
	p.DeleteRig("product shots")
	p.DeleteRig("product shots")
	if p.RigIsSaved("product shots") || p.Text(Cameras) != CustomCameras || p.Settings.Rig.Views[1].Azimuth != 16 {
		t.Errorf("after deleting: %q, %+v", p.Rigs(), p.Settings.Rig)
	}
	if p.RigIsSaved("8 around") {
		t.Error("a preset can be deleted")
	}
}

func TestBadCamerasCannotBeSaved(t *testing.T) {
	p, _ := newTestProject(t, "")
	_ = p.Set(Azimuths, "x")
	if err := p.SaveRig("mine"); err == nil || len(p.rigs) != 0 {
		t.Errorf("error %v, rigs %v", err, p.rigs)
	}
}

func TestCustomKeepsTheCameras(t *testing.T) {
	p, _ := newTestProject(t, "")
	_ = p.Set(Cameras, "8 around")
	if err := p.Set(Cameras, CustomCameras); err != nil || len(p.Settings.Rig.Views) != 8 || p.Settings.Rig.Name != CustomCameras {
		t.Errorf("error %v, rig %+v", err, p.Settings.Rig)
	}
}
