package terminal

import (
	"bytes"
	"strings"
	"testing"

	"patina/paint"
	"patina/paint/bake"
	"patina/paint/view"
)

func parse(t *testing.T, line string) Options {
	t.Helper()
	o, err := Parse(strings.Fields(line))
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return o
}

func TestDefaultsAreThoseOfTheProject(t *testing.T) {
	o := parse(t, "mesh.glb -r ref.png -o out.glb")
	want := paint.DefaultSettings()
	want.BakeMethod = bake.Gather
	if o.Settings.TextureSize != want.TextureSize || o.Settings.Steps != want.Steps || o.Settings.Seed != want.Seed ||
		o.Settings.Reference != want.Reference || len(o.Settings.Rig.Views) != len(want.Rig.Views) {
		t.Errorf("settings %+v, want %+v", o.Settings, want)
	}
	if o.Mesh != "mesh.glb" || o.Reference != "ref.png" || o.Out != "out.glb" || o.Window() {
		t.Errorf("files %+v", o)
	}
}

func TestFlagsReachTheSettings(t *testing.T) {
	o := parse(t, "m.obj --sample --out x.png --seed 9 --steps 7 --view-size 128 --texture-size 256 --padding 3 --bake splat --fill smooth "+
		"--reference-camera 30,-10 --keep-background --no-mirror --azimuths 0,120,240 --elevations 0,10,20 --weights 1,2,3 "+
		"--camera-distance 2 --ortho-scale 1.5 --renderer cpu --json --sheet s.png")
	s := o.Settings
	if s.Seed != 9 || s.Steps != 7 || s.ViewSize != 128 || s.TextureSize != 256 || s.Padding != 3 || s.BakeMethod != bake.Splat || s.Fill != bake.Smooth {
		t.Errorf("settings %+v", s)
	}
	if s.Reference.View.Azimuth != 30 || s.Reference.View.Elevation != -10 || s.Reference.KeyBackground || s.Reference.Mirror {
		t.Errorf("reference %+v", s.Reference)
	}
	last := s.Rig.Views[2]
	if len(s.Rig.Views) != 3 || last.Azimuth != 240 || last.Elevation != 20 || last.Weight != 3 || last.Distance != 2 || last.Lens != view.Orthographic(1.5) {
		t.Errorf("rig %+v", s.Rig)
	}
	if o.Renderer != "cpu" || !o.JSON || o.Sheet != "s.png" {
		t.Errorf("program %+v", o)
	}
}

func TestPresetsByNumber(t *testing.T) {
	for flag, want := range map[string]int{"6": 6, "8": 8, "10": 10, "12": 12} {
		if got := len(parse(t, "--cameras "+flag).Settings.Rig.Views); got != want {
			t.Errorf("--cameras %s has %d views", flag, got)
		}
	}
}

func TestAutomaticCameras(t *testing.T) {
	for flag, want := range map[string]int{"auto": defaultAuto, "auto:3": 3, "auto:58": 58} {
		if got := parse(t, "m.glb -r r.png -o o.glb --cameras "+flag).Auto; got != want {
			t.Errorf("--cameras %s adds %d", flag, got)
		}
	}
	for _, flags := range []string{"auto:0", "auto:59", "auto:", "auto3", "automatic"} {
		if o, err := Parse([]string{"coverage", "m.glb", "--cameras", flags}); err == nil {
			t.Errorf("--cameras %s adds %d", flags, o.Auto)
		}
	}
}

func TestCoverageTakesAMesh(t *testing.T) {
	if o := parse(t, "coverage m.glb --cameras 8 --json"); o.Command != CommandCoverage || o.Window() || o.Mesh != "m.glb" || !o.JSON || len(o.Settings.Rig.Views) != 8 {
		t.Errorf("options %+v", o)
	}
	for _, wrong := range []string{"coverage", "coverage m.glb --out o.glb", "m.glb --cameras auto"} {
		if _, err := Parse(strings.Fields(wrong)); err == nil {
			t.Errorf("%q is accepted", wrong)
		}
	}
}

func TestWindowTakesFiles(t *testing.T) {
	o := parse(t, "m.glb -r r.png")
	if got := o.Paths(); !o.Window() || len(got) != 2 || got[0] != "m.glb" || got[1] != "r.png" {
		t.Errorf("window %v opens %v", o.Window(), got)
	}
}

// Whatever is typed gives Options or a sentence, never both and never a panic.
func FuzzParse(f *testing.F) {
	f.Add("mesh.glb -r ref.png -o out.glb --azimuths 0,1 --elevations 0,1")
	f.Add("--reference-camera nan,1 --seed -1")
	f.Add("--cameras --steps=0x10 -- -o")
	f.Fuzz(func(t *testing.T, line string) {
		o, err := Parse(strings.Fields(line))
		if err != nil || o.Help || o.Version {
			return
		}
		if err := o.Settings.Validate(); err != nil {
			t.Errorf("accepted settings that are not valid: %v", err)
		}
	})
}

func TestHelpExplainsEveryFlag(t *testing.T) {
	var b bytes.Buffer
	PrintHelp(&b)
	for _, g := range newParser().groups {
		if !strings.Contains(b.String(), g.title+":\n") {
			t.Errorf("help lacks the group %s", g.title)
		}
	}
	for _, line := range strings.Split(b.String(), "\n") {
		if len(line) > 100 {
			t.Errorf("a line of help is %d wide: %s", len(line), line)
		}
	}
}
