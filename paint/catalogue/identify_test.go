package catalogue

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// folder writes files, named by path, into a folder and returns it.
func folder(t *testing.T, name string, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), name)
	for path, text := range files {
		write(t, filepath.Join(dir, path), text)
	}
	return dir
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

const (
	paintIndex = `{"_class_name": "HunyuanPaintPipeline", "unet": ["modules", "UNet2p5DConditionModel"]}`
	turboIndex = `{"_class_name": "HunyuanPaintPipeline", "image_encoder": ["transformers", "CLIPVisionModelWithProjection"]}`
	editIndex  = `{"_class_name": "StableDiffusionInstructPix2PixPipeline"}`
	otherIndex = `{"_class_name": "StableDiffusionPipeline"}`
	lightUNet  = `{"in_channels": 8, "sample_size": 96, "cross_attention_dim": 1024}`
)

func TestIdentify(t *testing.T) {
	for _, c := range []struct {
		name  string
		files map[string]string
		id    string // "" for an unknown model
	}{
		{"hunyuan3d-paint-v2-0", map[string]string{indexFile: paintIndex}, "hunyuan3d-paint-v2-0"},
		{"renamed", map[string]string{indexFile: paintIndex}, "hunyuan3d-paint-v2-0"},
		{"hunyuan3d-paint-v2-0-turbo", map[string]string{indexFile: paintIndex}, "hunyuan3d-paint-v2-0-turbo"},
		{"renamed", map[string]string{indexFile: turboIndex}, "hunyuan3d-paint-v2-0-turbo"},
		{"renamed", map[string]string{indexFile: editIndex, "unet/config.json": lightUNet}, "hunyuan3d-delight-v2-0"},
		{"hunyuan3d-delight-v2-0", map[string]string{indexFile: editIndex}, "hunyuan3d-delight-v2-0"},
		{"photo editor", map[string]string{indexFile: editIndex, "unet/config.json": `{"in_channels": 8, "sample_size": 32}`}, ""},
		{"stable", map[string]string{indexFile: otherIndex}, ""},
	} {
		dir := folder(t, c.name, c.files)
		e, err := Identify(dir)
		switch {
		case err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.id != "" && e.ID != c.id:
			t.Errorf("%s with %v is %s, want %s", c.name, c.files, e.ID, c.id)
		case c.id == "" && (e.Role != Unknown || e.Name != c.name || !strings.Contains(Model{dir, e}.Terms(), "The licence of "+c.name+" is unknown: ask whoever made it")):
			t.Errorf("%s is %+v", c.name, e)
		}
	}
}

func TestIdentifyNamesWhatIsWrong(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"no index": {"readme.md": "hello"},
		"damaged":  {indexFile: "{"},
	} {
		dir := folder(t, name, files)
		if _, err := Identify(dir); err == nil || !strings.Contains(err.Error(), filepath.Join(dir, indexFile)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestUnknownModelsOfOneNameAreTwo(t *testing.T) {
	a, errA := Identify(folder(t, "mine", map[string]string{indexFile: otherIndex}))
	b, errB := Identify(folder(t, "mine", map[string]string{indexFile: otherIndex}))
	if errors.Join(errA, errB) != nil || a.ID == b.ID {
		t.Errorf("%q and %q, %v %v", a.ID, b.ID, errA, errB)
	}
}

func TestFind(t *testing.T) {
	models := folder(t, "models", map[string]string{
		"b/" + indexFile: otherIndex, "a/" + indexFile: paintIndex, "notes/x.txt": "", "deep/er/" + indexFile: paintIndex,
	})
	a, b := filepath.Join(models, "a"), filepath.Join(models, "b")
	if got, err := Find(models); err != nil || len(got) != 2 || got[0] != a || got[1] != b {
		t.Errorf("got %v, %v", got, err)
	}
	if got, err := Find(a); err != nil || len(got) != 1 || got[0] != a {
		t.Errorf("got %v, %v", got, err)
	}
	for _, dir := range []string{filepath.Join(models, "notes"), filepath.Join(models, "nowhere")} {
		if _, err := Find(dir); !errors.Is(err, ErrNoModel) || !strings.Contains(err.Error(), dir) {
			t.Errorf("%s: %v", dir, err)
		}
	}
}

func TestEntriesAreComplete(t *testing.T) {
	for _, e := range Entries() {
		if e.ID == "" || e.Name == "" || e.Maker == "" || e.About == "" || e.Folder == "" || e.Disk == 0 || e.Cache < e.Disk {
			t.Errorf("%+v lacks something", e)
		}
		for _, want := range []string{e.Licence.Name, "European Union, the United Kingdom and South Korea", e.Licence.Repository} {
			if !strings.Contains(Model{t.TempDir(), e}.Terms(), want) {
				t.Errorf("the terms of %s lack %q", e.ID, want)
			}
		}
		if !strings.Contains(e.Needs(), "GB on disk") || strings.Contains(e.Needs(), "memory") != (e.Memory > 0) {
			t.Errorf("%s: %s", e.ID, e.Needs())
		}
		if got, ok := ByID(e.ID); !ok || got != e {
			t.Errorf("%s is not found by its ID", e.ID)
		}
	}
}

func TestFindPaintingLeavesOutWhatPaintsNothing(t *testing.T) {
	const paint, turbo, delight = "hunyuan3d-paint-v2-0", "hunyuan3d-paint-v2-0-turbo", "hunyuan3d-delight-v2-0"
	models := folder(t, "models", map[string]string{
		"a/" + indexFile: otherIndex, "broken/" + indexFile: "{", paint + "/" + indexFile: paintIndex,
		turbo + "/" + indexFile: turboIndex, delight + "/" + indexFile: editIndex,
	})
	got, err := FindPainting(models)
	if err != nil || len(got) != 3 || got[0].Entry.ID != paint || got[1].Entry.ID != turbo || got[2].Entry.Role != Unknown {
		t.Errorf("got %+v, %v", got, err)
	}
	if got[0].Dir != filepath.Join(models, paint) {
		t.Errorf("found in %s", got[0].Dir)
	}
	if _, err := FindPainting(filepath.Join(models, delight)); err == nil || !strings.Contains(err.Error(), "choose the folder "+paint) {
		t.Errorf("delight alone gives %v", err)
	}
	if _, err := FindPainting(filepath.Join(models, "broken")); err == nil || !strings.Contains(err.Error(), indexFile) {
		t.Errorf("a damaged index gives %v", err)
	}
}

func TestTermsNameTheTextBesideTheModel(t *testing.T) {
	models := folder(t, "models", map[string]string{"mine/" + indexFile: otherIndex, "LICENSE.txt": "You may."})
	for _, e := range []Entry{Other(filepath.Join(models, "mine")), entries[0]} {
		if got := (Model{filepath.Join(models, "mine"), e}).Terms(); !strings.HasSuffix(got, " Its text is in "+filepath.Join(models, "LICENSE.txt")+".") {
			t.Errorf("terms %q", got)
		}
	}
}
