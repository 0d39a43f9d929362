package terminal

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"patina/paint"
	"patina/paint/catalogue"
	"patina/paint/diffusion"
	"patina/paint/multiview"
	"patina/paint/noise"
	"patina/paint/scheduler"
)

func TestModelFlagsReachTheSettings(t *testing.T) {
	o := parse(t, "m.glb -r r.png -o x.glb --model /models/paint --scheduler EULER-a --sigmas Karras --guidance 3.5 --denoise-strength 0.4 "+
		"--latents a.safetensors --save-latents b.safetensors --noise CUDA --delight --keep-reference --accept-licence")
	want := diffusion.Settings{
		Model: "/models/paint", Scheduler: scheduler.EulerAncestral, Sigmas: scheduler.Karras, GuidanceScale: 3.5, Strength: 0.4,
		Latents: "a.safetensors", Noise: noise.CUDA, Delight: true, KeepReference: true,
	}
	if o.Settings.Diffusion != want {
		t.Errorf("got %+v, want %+v", o.Settings.Diffusion, want)
	}
	if o.SaveLatents != "b.safetensors" || !o.AcceptLicence || o.Given("steps") {
		t.Errorf("got %+v", o.ModelOptions)
	}
	if o := parse(t, "--model m --steps 30"); !o.Given("steps") {
		t.Error("typed steps count as the model's")
	}
}

func TestThePainterIsChosenByWhatIsOpened(t *testing.T) {
	for line, want := range map[string]string{
		"": "builtin", "--painter builtin": "builtin", "profile --sample": "builtin", "--model m": "diffusion", "--model m --painter diffusion": "diffusion", "--painter projection": "projection",
	} {
		if got := parse(t, line).Settings.Painter; got != want {
			t.Errorf("%q is painted by %s, want %s", line, got, want)
		}
	}
}

func TestWrongModelFlagsAreNamed(t *testing.T) {
	for line, want := range map[string]string{
		"--painter diffusion":                        "add --model DIR",
		"--painter projection --model m":             "leave out --painter or --model",
		"--painter projection --guidance 2":          "--guidance is for painting with a model: leave out --painter projection",
		"--painter projection --accept-licence":      "--accept-licence is for painting with a model",
		"--model m --scheduler foo":                  `--scheduler: there is no scheduler "foo": choose one of Euler A, `,
		"--model m --sigmas foo":                     "--sigmas is one of default, karras, exponential, beta",
		"--model m --noise foo":                      "--noise is one of cpu, ",
		"--model m --guidance 31":                    "guidance scale must lie between 0 and 30",
		"--model m --latents l --denoise-strength 2": "denoise strength must lie between 0 and 1",
	} {
		if _, err := Parse(strings.Fields(line)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s gives %v, want %q", line, err, want)
		}
	}
}

// modelFolder writes what identifies the turbo model.
func modelFolder(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "hunyuan3d-paint-v2-0-turbo")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "model_index.json"), []byte(`{"_class_name": "HunyuanPaintPipeline"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// modelJob opens the model of a command line and returns what OpenModel was asked.
func modelJob(t *testing.T, records *catalogue.Records, line string) (o Options, asked string, err error) {
	t.Helper()
	var notUsed bytes.Buffer
	j := &job{opts: parse(t, line), parts: Parts{Records: records, Stderr: &notUsed, OpenModel: func(_ context.Context, dir string) (Model, error) {
		asked = dir
		return Model{Painter: &paint.Painter{}, Steps: 10}, nil
	}}}
	_, err = j.painter(t.Context())
	return j.opts, asked, err
}

func TestTheLicenceIsAskedOnce(t *testing.T) {
	dir := modelFolder(t)
	records, _ := catalogue.OpenRecords(t.TempDir())
	_, asked, err := modelJob(t, records, "--model "+dir)
	if err == nil || asked != "" {
		t.Fatalf("a model whose licence is not accepted was opened: %v", err)
	}
	for _, want := range []string{"Tencent Hunyuan 3D 2.0 Community License", "European Union, the United Kingdom and South Korea", "Add --accept-licence"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q lacks %q", err, want)
		}
	}
	for _, line := range []string{"--accept-licence --model ", "--model "} {
		if _, asked, err := modelJob(t, records, line+dir); err != nil || asked != dir {
			t.Errorf("%s opens %q, %v", line, asked, err)
		}
	}
}

func TestTheModelsStepsAreTheDefault(t *testing.T) {
	dir := modelFolder(t)
	records, _ := catalogue.OpenRecords("")
	for line, want := range map[string]int{"": 10, "--steps 30 ": 30} {
		o, _, err := modelJob(t, records, line+"--accept-licence --model "+filepath.Dir(dir))
		if err != nil || o.Settings.Steps != want || o.Settings.Diffusion.Model != dir {
			t.Errorf("%q takes %d steps with %s, %v", line, o.Settings.Steps, o.Settings.Diffusion.Model, err)
		}
	}
}

func TestAFolderWithoutAModelIsASentence(t *testing.T) {
	records, _ := catalogue.OpenRecords("")
	if _, _, err := modelJob(t, records, "--accept-licence --model "+t.TempDir()); !errors.Is(err, catalogue.ErrNoModel) {
		t.Errorf("got %v", err)
	}
}

// builtInJob opens the painter of a command line with a built-in model of two presets,
// or with none that runs.
func builtInJob(t *testing.T, line string, broken error) (*job, error) {
	t.Helper()
	j := &job{opts: parse(t, "--painter builtin "+line), parts: Parts{
		OpenBuiltIn: func(context.Context) (Model, error) {
			presets := []multiview.Preset{{Name: "Fast", Steps: 4}, {Name: "Best", Steps: 32}}
			return Model{Painter: &paint.Painter{}, Steps: 16, ViewSize: 256, KeepReference: true, Presets: presets}, broken
		},
	}}
	_, err := j.painter(t.Context())
	return j, err
}

func TestTheBuiltInModelSaysWhatSuitsIt(t *testing.T) {
	for line, want := range map[string]struct {
		steps, size int
		keep        bool
	}{
		"":                       {16, 256, true},
		"--quality BEST":         {32, 256, true},
		"--steps 7":              {7, 256, true},
		"--view-size 512":        {16, 512, true},
		"--keep-reference=false": {16, 256, false},
	} {
		j, err := builtInJob(t, line, nil)
		if s := j.opts.Settings; err != nil || s.Steps != want.steps || s.ViewSize != want.size || s.Diffusion.KeepReference != want.keep {
			t.Errorf("%q gives %d steps, %d pixels, %v: %v", line, s.Steps, s.ViewSize, s.Diffusion.KeepReference, err)
		}
	}
	if _, err := builtInJob(t, "--quality superb", nil); err == nil || !strings.Contains(err.Error(), "fast, best") {
		t.Errorf("got %v", err)
	}
}

// Where no model can run, what asks for none is painted without, and is told so.
func TestJobsThatAskForNoPainterNeedNoModel(t *testing.T) {
	projection := &paint.Painter{}
	for line, want := range map[string]string{"": "projection", "--texture-size 512": "projection", "--quality best": "builtin", "--painter builtin": "builtin"} {
		var told []string
		j := &job{
			opts: parse(t, line),
			parts: Parts{
				NoModels: "no runtime", Painters: map[string]*paint.Painter{"projection": projection},
				OpenBuiltIn: func(context.Context) (Model, error) { return Model{}, errors.New("no runtime") },
			},
			tell: func(ev paint.Event) { told = append(told, ev.(paint.Notice).Text) },
		}
		got, err := j.painter(t.Context())
		plain := want == "projection"
		if j.opts.Settings.Painter != want || (got == projection) != plain || (err == nil) != plain || (len(told) == 1) != plain {
			t.Errorf("%q is painted by %q and told %q (%v)", line, j.opts.Settings.Painter, told, err)
		}
	}
}

func TestABuiltInModelThatCannotRunIsAnError(t *testing.T) {
	broken := errors.New("no runtime")
	if _, err := builtInJob(t, "", broken); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}
