package terminal

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// overlapping is a square whose halves overlap in the texture.
const overlapping = "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 1 1\nvt 0.2 0.9\nvt 0.9 0.8\nf 1/1 2/2 3/3\nf 1/1 3/5 4/4\n"

func examine(t *testing.T, obj string, flags ...string) (status int, out, errors string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "square.obj")
	if err := os.WriteFile(path, []byte(obj), 0o644); err != nil {
		t.Fatal(err)
	}
	opts, err := Parse(append([]string{"uv", path}, flags...))
	if err != nil || opts.Command != CommandUV {
		t.Fatalf("%+v %v", opts, err)
	}
	var stdout, stderr bytes.Buffer
	status = ExamineUVs(t.Context(), opts, &stdout, &stderr)
	return status, stdout.String(), stderr.String()
}

func TestUVsInSentences(t *testing.T) {
	status, out, _ := examine(t, overlapping)
	if status != ExitDone || !strings.Contains(out, "lies on other parts in the texture") {
		t.Errorf("status %d, %q", status, out)
	}
	status, _, complaint := examine(t, "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n")
	if status != ExitFailed || !strings.Contains(complaint, "no UVs") {
		t.Errorf("without UVs: status %d, %q", status, complaint)
	}
}

func TestUVsAsJSON(t *testing.T) {
	_, out, _ := examine(t, overlapping, "--json", "--texture-size", "256")
	var line struct {
		Troubled    bool
		TextureSize int
		Sentences   []string
		Overlapping struct{ Triangles int }
	}
	if err := json.Unmarshal([]byte(out), &line); err != nil || !line.Troubled || line.TextureSize != 256 || line.Overlapping.Triangles != 2 || len(line.Sentences) == 0 {
		t.Errorf("%v: %s", err, out)
	}
}

func TestUVsNeedAMesh(t *testing.T) {
	for _, args := range [][]string{{"uv"}, {"uv", "a.glb", "--out", "b.glb"}} {
		if _, err := Parse(args); err == nil || !strings.Contains(err.Error(), "patina uv") {
			t.Errorf("%v: error %v", args, err)
		}
	}
}
