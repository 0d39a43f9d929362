package project

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestExportsAreOffered(t *testing.T) {
	labels := map[string]bool{}
	for _, f := range Formats() {
		if labels[f.Label()] || f.Keeps == "" || f.IsExport() == (f.Extension != "") {
			t.Errorf("%+v is offered twice, says nothing, or is both a file and a folder", f)
		}
		labels[f.Label()] = true
	}
	for _, want := range []string{"GLB (.glb)", "Blender (folder)", "Unity (folder)", "Unreal (folder)", "Godot (folder)", "Texture set (EXR)"} {
		if !labels[want] {
			t.Errorf("no %s among %v", want, labels)
		}
	}
	if Formats()[0].Extension != ".glb" {
		t.Error("the default is no GLB")
	}
}

func TestExportIsASave(t *testing.T) {
	p, _ := ready(t)
	unreal := exports()[2]
	if _, err := p.Export("/out/fox", unreal); !strings.Contains(message(err), "nothing to save") {
		t.Errorf("error %v without a result", err)
	}
	finishOne(t, p, time.Second)
	if _, err := p.Export("/out/fox", unreal); err != nil || p.Saving != "/out/fox" {
		t.Fatalf("error %v, saving %q", err, p.Saving)
	}
	if _, err := p.Export("/out/b", unreal); !strings.Contains(message(err), "still saving fox") {
		t.Errorf("error %v while saving", err)
	}
	p.Exported(p.Result, "/out/fox")
	if p.Unsaved() || p.Saving != "" || p.DefaultSavePath() != filepath.Join("/art", "fox_painted.glb") {
		t.Errorf("unsaved %v, saving %q, and Save goes to %q", p.Unsaved(), p.Saving, p.DefaultSavePath())
	}
	if path, err := SavePath("/out", "fox.v2", unreal); err != nil || path != filepath.Join("/out", "fox.v2") {
		t.Errorf("exports into %q, %v", path, err)
	}
}
