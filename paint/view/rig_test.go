package view_test

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"

	"patina/paint/view"
)

func TestDefaultRigIsTheReferences(t *testing.T) {
	azimuths := []float64{0, 90, 180, 270, 0, 180}
	elevations := []float64{0, 0, 0, 0, 90, -90}
	weights := []float64{1, 0.1, 0.5, 0.1, 0.05, 0.05}
	views := view.Default().Views
	if len(views) != 6 {
		t.Fatalf("got %d views, want 6", len(views))
	}
	for i, v := range views {
		want := view.View{Azimuth: azimuths[i], Elevation: elevations[i], Weight: weights[i], Distance: 1.45, Lens: view.Orthographic(1.2)}
		if v != want {
			t.Errorf("view %d is %+v, want %+v", i, v, want)
		}
	}
}

func TestPresetsAreValidAndNamed(t *testing.T) {
	counts := []int{6, 8, 10, 12}
	presets := view.Presets()
	if len(presets) != len(counts) {
		t.Fatalf("got %d presets, want %d", len(presets), len(counts))
	}
	names, cameras := map[string]bool{}, map[[2]float64]bool{}
	for i, r := range presets {
		if err := r.Validate(); err != nil {
			t.Errorf("%q: %v", r.Name, err)
		}
		if len(r.Views) != counts[i] || names[r.Name] || r.Name == "" {
			t.Errorf("preset %d is called %q and has %d views, want a name of its own and %d", i, r.Name, len(r.Views), counts[i])
		}
		names[r.Name] = true
		clear(cameras)
		for _, v := range r.Views {
			at := [2]float64{v.Azimuth, v.Elevation}
			if cameras[at] {
				t.Errorf("%q has the camera %v twice", r.Name, at)
			}
			cameras[at] = true
		}
	}
	presets[0].Views[0].Azimuth = 77
	if view.Default().Views[0].Azimuth != 0 {
		t.Error("changing a preset changes the next caller's")
	}
}

func TestParseRig(t *testing.T) {
	tests := []struct {
		name                          string
		azimuths, elevations, weights string
		want                          string // part of the error, "" for none
	}{
		{"reference", view.DefaultAzimuths, view.DefaultElevations, view.DefaultWeights, ""},
		{"spaces", " 0 , 90", "0,\t10", "1, 2 ", ""},
		{"no weights", "0,90", "0,10", " ", ""},
		{"not a number", "0,left", "0,0", "", `azimuths: entry 2 is "left", which is not a number`},
		{"empty entry", "0,90", "0,", "", `elevations: entry 2 is "", which is not a number`},
		{"semicolons", "0", "0", "1;2", `weights: entry 1 is "1;2"`},
		{"different lengths", "0,90,180", "0,0", "", "equally long: 3 azimuths, 2 elevations, 0 weights"},
		{"too few weights", "0,90", "0,0", "1", "equally long: 2 azimuths, 2 elevations, 1 weights"},
		{"nothing", "", "", "", "a rig needs at least one view"},
		{"steep", "0,0", "0,100", "", "view 2: elevation must lie between -90 and 90 degrees, got 100"},
		{"NaN", "NaN", "0", "", "view 1: azimuth"},
		{"no weight at all", "0,90", "0,0", "0,0", "at least one view needs a weight above 0"},
		{"too many", strings.Repeat("0,", 64) + "0", strings.Repeat("0,", 64) + "0", "", "a rig has at most 64 views, got 65"},
	}
	for _, test := range tests {
		_, err := view.ParseRig(test.azimuths, test.elevations, test.weights)
		checkError(t, test.name, err, test.want)
	}
}

func TestParsedRigKeepsOrderAndDefaultsWeights(t *testing.T) {
	r, err := view.ParseRig("10,-20.5", "30,40", "")
	if err != nil {
		t.Fatal(err)
	}
	if want := []view.View{view.At(10, 30), view.At(-20.5, 40)}; !reflect.DeepEqual(r.Views, want) || r.Views[0].Weight != 1 {
		t.Errorf("got %+v, want %+v", r.Views, want)
	}
}

func TestWithLensCopies(t *testing.T) {
	r := view.Default()
	changed := r.WithLens(2, view.Perspective(40))
	for i, v := range changed.Views {
		want := r.Views[i]
		want.Distance, want.Lens = 2, view.Perspective(40)
		if v != want {
			t.Errorf("view %d is %+v, want %+v", i, v, want)
		}
	}
	if changed.Name != r.Name || !reflect.DeepEqual(r, view.Default()) {
		t.Error("WithLens must keep the name and leave the rig alone")
	}
}

func TestRigSurvivesJSON(t *testing.T) {
	rig := view.Default()
	rig.Views[1].PanX, rig.Views[1].PanY = 0.1, -math.Pi
	rig.Views[2].Lens = view.Perspective(33.3)
	text, err := json.Marshal(rig)
	if err != nil {
		t.Fatal(err)
	}
	var back view.Rig
	if err := json.Unmarshal(text, &back); err != nil || !reflect.DeepEqual(back, rig) {
		t.Errorf("got %+v (error %v), want %+v", back, err, rig)
	}
}

func FuzzParseRig(f *testing.F) {
	f.Add(view.DefaultAzimuths, view.DefaultElevations, view.DefaultWeights)
	f.Add("1e400,-0", "inf", ",,")
	f.Fuzz(func(t *testing.T, azimuths, elevations, weights string) {
		r, err := view.ParseRig(azimuths, elevations, weights)
		if err != nil {
			return
		}
		for _, v := range r.Views {
			for _, x := range v.Clip() {
				if math.IsNaN(float64(x)) {
					t.Fatalf("%+v has no camera", v)
				}
			}
		}
	})
}
