package acceptance

import (
	"bufio"
	"encoding/json"
	"image"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"patina/assets"
	"patina/assets/training/likeness"
	"patina/paint/imageio"
	"patina/paint/meshio"
	"patina/paint/multiview"
	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/view"
)

// sampleViews is the view size of the built-in model.
const sampleViews = 256

// The main job of a fresh machine, without the projection on top: what the model paints
// covers what its cameras see, agrees with itself, and looks like the reference from the
// front.
func TestTheBuiltInModelPaintsTheSample(t *testing.T) {
	requireRuntime(t)
	dir := t.TempDir()
	out, folder := filepath.Join(dir, "owl.glb"), filepath.Join(dir, "views")
	got := patina(t, "--sample", "--painter", "builtin", "--json", "--texture-size", "512", "--keep-reference=false", "--save-views", folder, "--out", out)
	if got.status != 0 {
		t.Fatalf("status %d: %s", got.status, got.stderr)
	}
	told := events(t, got.stdout)
	if told["step"] < 2 || told["finished"] != 1 {
		t.Errorf("told %v, expected a step for every call of the network and one end", told)
	}
	painttest.ValidateGLTF(t, out)
	sample, err := meshio.OpenFS(t.Context(), assets.Files, assets.SampleMesh)
	if err != nil {
		t.Fatal(err)
	}
	rig := view.Default().Views
	passes, err := raster.Renderer{}.RenderPasses(t.Context(), sample.Mesh, rig, sampleViews)
	if err != nil {
		t.Fatal(err)
	}
	views := openViews(t, folder, len(rig))
	for i := range views {
		// Two renderers may disagree on a pixel of a silhouette.
		if missed := unpainted(views[i], passes[i]); missed > 4 {
			t.Errorf("%d pixels of view %d are not painted", missed, i+1)
		}
	}
	sights := make([]*view.Sight, len(rig))
	for i, v := range rig {
		sights[i] = view.NewSight(v, passes[i])
	}
	if d, points := likeness.Disagreement(sights, views); points == 0 || d > 8 {
		t.Errorf("views differ by %.1f/255 in the %d places that two see, expected at most 8", d, points)
	}
	if d := distance(reference(t), views[0]); !(d <= 32) { // nor may it be no number
		t.Errorf("the front differs from the reference by %.1f/255 on average, expected at most 32", d)
	}
}

// The main job as it is when nothing is said: the model paints, and the front is as sharp as
// the reference.
func TestTheMainJobKeepsTheReference(t *testing.T) {
	requireRuntime(t)
	out := filepath.Join(t.TempDir(), "owl.glb")
	got := patina(t, "--sample", "--texture-size", "1024", "--out", out)
	if got.status != 0 || !strings.Contains(got.stderr, "VAE decoder") {
		t.Fatalf("status %d: %s", got.status, got.stderr)
	}
	painttest.ValidateGLTF(t, out)
	if d := distance(reference(t), frontOf(t, out)); !(d <= 8) {
		t.Errorf("the front differs from the reference by %.1f/255 on average, expected at most 8", d)
	}
}

// frontOf returns what a file shows from the front.
func frontOf(t *testing.T, path string) *image.NRGBA {
	t.Helper()
	file, err := meshio.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	views, err := raster.Renderer{}.RenderViews(t.Context(), file.Mesh, nil, []view.View{view.Front()}, sampleViews)
	if err != nil {
		t.Fatal(err)
	}
	return views[0]
}

// Where no model can run, the projection paints, unless somebody asked for a model.
func TestTheMainJobNeedsNoRuntime(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "owl.glb")
	cmd := plain.command(t.Context(), t, "--sample", "--texture-size", "256", "--out", out)
	cmd.Env = append(cmd.Env, "PATINA_ONNXRUNTIME="+dir)
	if said, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(said), "ONNX Runtime is not installed") {
		t.Errorf("%v: %s", err, said)
	}
	painttest.ValidateGLTF(t, out)
}

// events counts the lines of JSON by event.
func events(t *testing.T, stdout string) map[string]int {
	t.Helper()
	told := map[string]int{}
	for lines := bufio.NewScanner(strings.NewReader(stdout)); lines.Scan(); {
		var event struct{ Event, Stage string }
		if err := json.Unmarshal(lines.Bytes(), &event); err != nil {
			t.Fatalf("%q is no JSON: %v", lines.Text(), err)
		}
		if event.Event != "step" || event.Stage == "views" {
			told[event.Event]++
		}
	}
	return told
}

func openViews(t *testing.T, folder string, n int) []*image.NRGBA {
	t.Helper()
	views := make([]*image.NRGBA, n)
	for i := range views {
		picture, err := imageio.Open(t.Context(), multiview.ViewFile(folder, i))
		if err != nil {
			t.Fatal(err)
		}
		views[i] = picture.Pixels
	}
	return views
}

func reference(t *testing.T) *image.NRGBA {
	t.Helper()
	b, err := assets.Files.ReadFile(assets.SampleReference)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := imageio.Read(assets.SampleReference, b)
	if err != nil {
		t.Fatal(err)
	}
	return picture.Pixels
}

// unpainted counts the pixels that see the mesh and have no colour.
func unpainted(picture *image.NRGBA, p view.Passes) (n int) {
	for i, seen := range p.Mask {
		if seen && picture.Pix[4*i+3] == 0 {
			n++
		}
	}
	return n
}

func difference(a, b []uint8) (sum float64) {
	for c := range 3 {
		sum += math.Abs(float64(a[c]) - float64(b[c]))
	}
	return sum / 3
}

// distance is the mean difference, of 255, of what two pictures with alpha show, laid
// onto each other by their boxes.
func distance(a, b *image.NRGBA) float64 {
	const size = 64
	a, b = imageio.Resize(cut(a), size, size, imageio.Bicubic), imageio.Resize(cut(b), size, size, imageio.Bicubic)
	var sum float64
	var n int
	for i := 0; i < len(a.Pix); i += 4 {
		if a.Pix[i+3] > 250 && b.Pix[i+3] > 250 {
			sum += difference(a.Pix[i:], b.Pix[i:])
			n++
		}
	}
	return sum / float64(n)
}

// cut returns the part of a picture in which something is seen.
func cut(picture *image.NRGBA) *image.NRGBA {
	var box image.Rectangle
	for y := range picture.Rect.Dy() {
		for x := range picture.Rect.Dx() {
			if picture.NRGBAAt(x, y).A > 127 {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	out := image.NewNRGBA(image.Rectangle{Max: box.Size()})
	for y := range box.Dy() {
		copy(out.Pix[y*out.Stride:], picture.Pix[picture.PixOffset(box.Min.X, box.Min.Y+y):][:4*box.Dx()])
	}
	return out
}

func TestEveryQualityIsOffered(t *testing.T) {
	requireRuntime(t)
	out := filepath.Join(t.TempDir(), "owl.glb")
	if got := patina(t, "--sample", "--painter", "builtin", "--quality", "fast", "--texture-size", "256", "--out", out); got.status != 0 {
		t.Fatalf("status %d: %s", got.status, got.stderr)
	}
	got := patina(t, "--sample", "--painter", "builtin", "--quality", "superb", "--out", out)
	if got.status != 1 || !strings.Contains(got.stderr, "fast, balanced, best") {
		t.Errorf("status %d: %s", got.status, got.stderr)
	}
}

func TestTheBuiltInModelNeedsARuntime(t *testing.T) {
	dir := t.TempDir()
	cmd := plain.command(t.Context(), t, "--sample", "--painter", "builtin", "--out", filepath.Join(dir, "owl.glb"))
	cmd.Env = append(cmd.Env, "PATINA_ONNXRUNTIME="+dir)
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "ONNX Runtime") {
		t.Errorf("%v: %s", err, out)
	}
}

// BenchmarkBuiltInModel is the whole job of the sample: 6 views of 256 pixels.
func BenchmarkBuiltInModel(b *testing.B) {
	for _, steps := range []string{"40", "80", "160"} {
		b.Run(steps+"steps", func(b *testing.B) {
			for b.Loop() {
				out := filepath.Join(b.TempDir(), "owl.glb")
				if got := patina(b, "--sample", "--painter", "builtin", "--steps", steps, "--out", out); got.status != 0 {
					b.Fatal(got.stderr)
				}
			}
		})
	}
}
