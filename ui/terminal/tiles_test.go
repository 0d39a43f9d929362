package terminal

import (
	"strings"
	"testing"

	"patina/paint/meshio"
	"patina/paint/uv"
)

// besideEachOther is two squares of different shape, in two tiles and on top of each other
// if the texture repeats.
const besideEachOther = "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nv 2 0 0\nv 2 1 0\n" +
	"vt 0.1 0.1\nvt 0.9 0.1\nvt 0.9 0.9\nvt 0.1 0.9\nvt 1.2 0.1\nvt 1.5 0.1\nvt 1.5 0.9\nvt 1.2 0.9\n" +
	"f 1/1 2/2 3/3 4/4\nf 2/5 5/6 6/7 3/8\n"

func TestTilesOnTheCommandLine(t *testing.T) {
	for flags, want := range map[string]uv.Tiling{"": uv.AutoTiling, "--udim on": uv.Tiled, "--udim off": uv.Repeated} {
		if o := parse(t, "m.obj -r r.png -o a.glb "+flags); o.Tiling != want || o.Atlases != 1 {
			t.Errorf("%q gives %q and %d atlases", flags, o.Tiling, o.Atlases)
		}
	}
	if o := parse(t, "m.obj -r r.png -o a.glb --unwrap --atlases 4"); o.Atlases != 4 || o.Unwrap != meshio.Missing {
		t.Errorf("%d atlases, unwraps %q", o.Atlases, o.Unwrap)
	}
	if o := parse(t, "--unwrap=all m.obj -r r.png -o a.glb"); o.Unwrap != meshio.Everything || o.Mesh != "m.obj" {
		t.Errorf("unwraps %q of %q", o.Unwrap, o.Mesh)
	}
	for line, want := range map[string]string{
		"--udim maybe":            "auto, on or off",
		"--unwrap --atlases 0":    "1 to 100",
		"--unwrap --atlases 1000": "1 to 100",
		"--atlases 2":             "add --unwrap",
		"--unwrap=some":           "missing or for all",
		"--unwrap=":               "missing or for all",
	} {
		if _, err := Parse(strings.Fields("m.obj -r r.png -o a.glb " + line)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", line, err)
		}
	}
}

func TestUVsFollowTheTiling(t *testing.T) {
	if _, out, _ := examine(t, besideEachOther); !strings.Contains(out, "lie in 2 UDIM tiles (1001, 1002)") {
		t.Errorf("found out: %q", out)
	}
	if _, out, _ := examine(t, besideEachOther, "--udim", "off"); !strings.Contains(out, "lies on other parts in the texture") {
		t.Errorf("off: %q", out)
	}
	alone := strings.ReplaceAll(besideEachOther, "f 1/1 2/2 3/3 4/4\n", "")
	if _, out, _ := examine(t, alone, "--udim", "on"); !strings.Contains(out, "1 UDIM tiles (1002)") {
		t.Errorf("on: %q", out)
	}
}
