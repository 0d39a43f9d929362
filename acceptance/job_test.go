package acceptance

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"patina/paint/imageio"
	"patina/paint/meshio"
	"patina/paint/painttest"
)

// quick are the flags of a job without a model, which a test can afford often.
var quick = []string{"--painter", "projection", "--texture-size", "512", "--view-size", "256"}

func TestJobPaintsTheSample(t *testing.T) {
	dir := t.TempDir()
	out, sheet := filepath.Join(dir, "owl.glb"), filepath.Join(dir, "owl.png")
	got := raced.run(t, append(quick, "--sample", "--out", out, "--sheet", sheet)...)
	if got.status != 0 {
		t.Fatalf("status %d: %s", got.status, got.stderr)
	}
	summary := regexp.MustCompile(`passes [\d.]+ s, views [\d.]+ s, bake [\d.]+ s, fill [\d.]+ s, dilate [\d.]+ s; \d+ texels painted, \d+ seen .*, \d+ invented .*; seed 0\n$`)
	if !summary.MatchString(got.stdout) || strings.Count(got.stdout, "\n") != 1 {
		t.Errorf("the summary is %q", got.stdout)
	}
	file, err := meshio.Open(t.Context(), out)
	if err != nil {
		t.Fatal(err)
	}
	if texture := file.Mesh.Materials[0].Texture; texture == nil || texture.Rect.Dx() != 512 {
		t.Error("the result has no texture of the size asked for")
	}
	if picture, err := imageio.Open(t.Context(), sheet); err != nil || picture.Pixels.Rect.Dx() < 1000 {
		t.Errorf("the contact sheet: %v", err)
	}
	painttest.ValidateGLTF(t, out)
}

// The same command gives the same file, byte for byte.
func TestJobCanBeRepeated(t *testing.T) {
	dir := t.TempDir()
	var files [2][]byte
	for i := range files {
		out := filepath.Join(dir, "owl.glb")
		if got := patina(t, append(quick, "--sample", "--renderer", "cpu", "--out", out)...); got.status != 0 {
			t.Fatal(got.stderr)
		}
		files[i], _ = os.ReadFile(out)
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("two runs with the same seed differ")
	}
}

func TestReceiptSaysHowToMakeItAgain(t *testing.T) {
	out := filepath.Join(t.TempDir(), "owl.glb")
	if got := patina(t, append(quick, "--sample", "--seed", "1234567", "--out", out)...); got.status != 0 {
		t.Fatal(got.stderr)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"patina":{`, `"seed":1234567`, `"textureSize":512`, `"meshSHA256":"`, `"referenceSHA256":"`, `"version":"`} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("the receipt lacks %s", want)
		}
	}
}

func TestEveryFormatIsWritten(t *testing.T) {
	for _, name := range []string{"owl.glb", "owl.gltf", "owl.obj", "owl.png"} {
		out := filepath.Join(t.TempDir(), name)
		if got := patina(t, append(quick, "--sample", "--renderer", "cpu", "--out", out)...); got.status != 0 {
			t.Errorf("%s: status %d: %s", name, got.status, got.stderr)
		}
		if info, err := os.Stat(out); err != nil || info.Size() == 0 {
			t.Errorf("%s was not written: %v", name, err)
		}
		if strings.HasSuffix(name, ".glb") || strings.HasSuffix(name, ".gltf") {
			painttest.ValidateGLTF(t, out)
		}
	}
}

// A raw scan has no UVs: it is refused with what to do, and painted when it is done.
func TestMeshWithoutUVsIsUnwrappedOnRequest(t *testing.T) {
	dir := t.TempDir()
	scan := filepath.Join(dir, "scan.obj")
	var text strings.Builder
	for _, p := range painttest.Sphere(16).Positions {
		fmt.Fprintf(&text, "v %g %g %g\n", p.X, p.Y, p.Z)
	}
	for _, v := range painttest.Sphere(16).Triangles {
		fmt.Fprintf(&text, "f %d %d %d\n", v[0]+1, v[1]+1, v[2]+1)
	}
	if err := os.WriteFile(scan, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "scan.glb")
	args := append(quick, scan, "--sample", "--out", out)
	if got := patina(t, args...); got.status != 1 || !strings.Contains(got.stderr, "--unwrap") {
		t.Errorf("status %d: %s", got.status, got.stderr)
	}
	if got := patina(t, append(args, "--unwrap")...); got.status != 0 || !strings.Contains(got.stderr, "UV islands") {
		t.Fatalf("status %d: %s", got.status, got.stderr)
	}
	painttest.ValidateGLTF(t, out)
	if file, err := meshio.Open(t.Context(), out); err != nil || file.Mesh.Materials[0].Texture == nil {
		t.Errorf("the result does not open with a texture: %v", err)
	}
}

func TestEventsAsLinesOfJSON(t *testing.T) {
	out := filepath.Join(t.TempDir(), "owl.glb")
	got := patina(t, append(quick, "--sample", "--json", "--out", out)...)
	if got.status != 0 {
		t.Fatal(got.stderr)
	}
	var events []string
	for lines := bufio.NewScanner(strings.NewReader(got.stdout)); lines.Scan(); {
		var event struct{ Event, Stage, Path string }
		if err := json.Unmarshal(lines.Bytes(), &event); err != nil {
			t.Fatalf("%q is no JSON: %v", lines.Text(), err)
		}
		if event.Event != "step" && event.Event != "notice" {
			events = append(events, strings.TrimSpace(event.Event+" "+event.Stage))
		}
	}
	want := "stage passes, stage views, stage bake, stage fill, stage dilate, finished, saved"
	if got := strings.Join(events, ", "); got != want {
		t.Errorf("events are %s, want %s", got, want)
	}
}

func TestInterruptCancelsAndWritesNothing(t *testing.T) {
	dir := t.TempDir()
	cmd := raced.command(t.Context(), t, "--sample", "--painter", "projection", "--json", "--view-size", "256", "--texture-size", "8192", "--out", filepath.Join(dir, "owl.glb"))
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var last string
	for lines := bufio.NewScanner(stdout); lines.Scan(); last = lines.Text() {
		if strings.Contains(lines.Text(), `"bake"`) {
			cmd.Process.Signal(syscall.SIGINT)
		}
	}
	interrupted := time.Now()
	cmd.Wait()
	if status := cmd.ProcessState.ExitCode(); status != 130 {
		t.Errorf("status %d, want 130", status)
	}
	if !strings.Contains(last, `"cancelled"`) {
		t.Errorf("the last event is %s, want cancelled", last)
	}
	if took := time.Since(interrupted); took > 20*time.Second {
		t.Errorf("ending took %v", took)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}
