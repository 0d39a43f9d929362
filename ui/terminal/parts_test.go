package terminal

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"patina/paint/protect"
)

func TestProtectIsRead(t *testing.T) {
	o, err := Parse([]string{"m.glb", "-r", "r.png", "-o", "o.glb", "--protect", "material:Red, shiny metal", "--protect", "part:3", "--protect", "part:03"})
	want := protect.Selection{{Kind: protect.Material, Name: "Red, shiny metal"}, {Kind: protect.Part, Name: "3"}}
	if err != nil || !slices.Equal(o.Settings.Protect, want) {
		t.Errorf("%v (%v), want %v", o.Settings.Protect, err, want)
	}
	for line, complaint := range map[string]string{
		"m.glb -r r.png -o o.glb --protect Metal":  "write material:NAME, part:NUMBER or island:NUMBER",
		"m.glb -r r.png -o o.glb --protect part:0": "numbers from 1 on",
		"m.glb --protect part:1":                   "--protect belongs to a job without a window",
		"parts":                                    "patina parts looks at a mesh",
		"parts m.glb --out o.glb":                  "patina parts paints nothing",
	} {
		if _, err := Parse(strings.Fields(line)); err == nil || !strings.Contains(err.Error(), complaint) {
			t.Errorf("%s: %v, want %q", line, err, complaint)
		}
	}
}

// listed runs patina parts on a mesh of so many squares.
func listed(t *testing.T, squares int, flags ...string) (status int, out, complaint string) {
	t.Helper()
	var obj strings.Builder
	for i := range squares {
		n, x := 4*i, 2*i
		obj.WriteString(strings.NewReplacer("X", strconv.Itoa(x), "Y", strconv.Itoa(x+1), "A", strconv.Itoa(n+1), "B", strconv.Itoa(n+2), "C", strconv.Itoa(n+3), "D", strconv.Itoa(n+4)).Replace(
			"v X 0 0\nv Y 0 0\nv Y 1 0\nv X 1 0\nvt 0 0\nvt 1 0\nvt 1 1\nvt 0 1\nf A/A B/B C/C D/D\n"))
	}
	path := filepath.Join(t.TempDir(), "squares.obj")
	if err := os.WriteFile(path, []byte(obj.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	o, err := Parse(append([]string{"parts", path, "--texture-size", "64"}, flags...))
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	status = ListParts(t.Context(), o, Parts{Stdout: &stdout, Stderr: &stderr})
	return status, stdout.String(), stderr.String()
}

func TestPartsAsATable(t *testing.T) {
	status, out, _ := listed(t, 2)
	if status != ExitDone || !strings.Contains(out, "part:2 ") || !strings.Contains(out, "50.00 %") || strings.Contains(out, "more of kind") {
		t.Errorf("status %d:\n%s", status, out)
	}
	if _, out, _ := listed(t, mostListed+7); !strings.Contains(out, "and 7 more of kind part, which --json lists") {
		t.Errorf("%s", out)
	}
}

func TestPartsAsJSON(t *testing.T) {
	_, out, _ := listed(t, mostListed+7, "--json")
	var line struct {
		Materials, Parts, Islands []struct {
			Piece     string
			Triangles int
			Area      float64
			Material  string
		}
	}
	if err := json.Unmarshal([]byte(out), &line); err != nil {
		t.Fatal(err)
	}
	if len(line.Materials) != 1 || len(line.Parts) != mostListed+7 || len(line.Islands) != mostListed+7 {
		t.Errorf("%d materials, %d parts, %d islands", len(line.Materials), len(line.Parts), len(line.Islands))
	}
	if p := line.Parts[1]; p.Piece != "part:2" || p.Triangles != 2 || p.Area == 0 || p.Material == "" {
		t.Errorf("%+v", p)
	}
}

func TestPartsOfAMissingMesh(t *testing.T) {
	var stdout, stderr bytes.Buffer
	status := ListParts(t.Context(), Options{Mesh: filepath.Join(t.TempDir(), "none.glb")}, Parts{Stdout: &stdout, Stderr: &stderr})
	if status != ExitFailed || !strings.Contains(stderr.String(), "none.glb") {
		t.Errorf("status %d: %s", status, stderr.String())
	}
}
