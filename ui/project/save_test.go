package project

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"patina/paint"
	"patina/paint/bake"
)

func TestWhereSaveGoes(t *testing.T) {
	p, _ := ready(t)
	want := filepath.Join("/art", "fox_painted.glb")
	if got := p.DefaultSavePath(); got != want {
		t.Errorf("path %q, want %q", got, want)
	}
	finishOne(t, p, time.Second)
	p.Saved(p.Result, "/elsewhere/a.obj")
	if got := p.DefaultSavePath(); got != "/elsewhere/a.obj" || p.Unsaved() {
		t.Errorf("path %q, unsaved %v after a save", got, p.Unsaved())
	}
	finishOne(t, p, time.Second)
	if got := p.DefaultSavePath(); got != want || !p.Unsaved() {
		t.Errorf("a new result goes to %q", got)
	}
	p, _ = newTestProject(t, "")
	o := openedMesh()
	o.MeshPath = ""
	use(t, p, o)
	if p.DefaultSavePath() != "" || p.DefaultSaveName() != "fox_painted" {
		t.Errorf("a mesh without a file goes to %q as %q", p.DefaultSavePath(), p.DefaultSaveName())
	}
}

func TestSavePath(t *testing.T) {
	glb, png := Formats()[0], Formats()[3]
	for _, c := range []struct {
		folder, name string
		format       Format
		path, fault  string
	}{
		{"/out", "fox", glb, filepath.Join("/out", "fox.glb"), ""},
		{"/out", " fox.GLB ", glb, filepath.Join("/out", "fox.glb"), ""},
		{"/out", "fox.v2", png, filepath.Join("/out", "fox.v2.png"), ""},
		{"", "fox", glb, "", "choose a folder"},
		{"/out", "  ", glb, "", "a name"},
		{"/out", "..", glb, "", "a name"},
		{"/out", ".glb", glb, "", "a name"},
		{"/out", "../fox", glb, "", "slash"},
		{"/out", `a\b`, glb, "", "slash"},
	} {
		got, err := SavePath(c.folder, c.name, c.format)
		if got != c.path || (c.fault == "") != (err == nil) || !strings.Contains(message(err), c.fault) {
			t.Errorf("%q %q: %q, %v, want %q, %q", c.folder, c.name, got, err, c.path, c.fault)
		}
	}
}

func TestSaveSaysWhyItCannot(t *testing.T) {
	p, _ := ready(t)
	if _, err := p.Save("/out/fox.glb"); !strings.Contains(message(err), "nothing to save") {
		t.Errorf("error %v without a result", err)
	}
	finishOne(t, p, time.Second)
	if _, err := p.Save("/out/fox.fbx"); !strings.Contains(message(err), ".glb") || p.Saving != "" {
		t.Errorf("error %v for an unknown format", err)
	}
	if _, err := p.Save("/out/fox.GLB"); err != nil || p.Saving != "/out/fox.GLB" {
		t.Fatalf("error %v, saving %q", err, p.Saving)
	}
	if _, err := p.Save("/out/b.glb"); !strings.Contains(message(err), "still saving fox.GLB") {
		t.Errorf("error %v while saving", err)
	}
	p.SaveFailed()
	if _, err := p.Save("/out/b.glb"); err != nil {
		t.Errorf("no second try after a failure: %v", err)
	}
}

func TestASaveOfAnOldResultLeavesTheNewOneUnsaved(t *testing.T) {
	p, _ := ready(t)
	finishOne(t, p, time.Second)
	old := p.Result
	if _, err := p.Save("/out/a.glb"); err != nil {
		t.Fatal(err)
	}
	finishOne(t, p, time.Second)
	p.Saved(old, "/out/a.glb")
	if !p.Unsaved() || old.SavedAs == "" {
		t.Error("the new result passes for saved")
	}
}

func TestSummary(t *testing.T) {
	r := &Result{Result: &paint.Result{
		Settings: paint.Settings{Seed: 7},
		Coverage: bake.Coverage{Texels: 2000000, Seen: 1999000, Invented: 1000},
		Times:    []paint.StageTime{{Stage: paint.StagePasses, Duration: 300 * time.Millisecond}, {Stage: paint.StageBake, Duration: 12 * time.Second}},
	}}
	want := "Painted in 12 s, seed 7.|Passes 0.3 s, bake 12 s.|2,000,000 texels painted: over 99.9 % seen by a camera, under 0.1 % invented."
	if got := strings.Join(r.Summary(), "|"); got != want {
		t.Errorf("summary\n%s\nwant\n%s", got, want)
	}
}

func TestDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0.0 s", 440 * time.Millisecond: "0.4 s", 9960 * time.Millisecond: "10 s",
		59 * time.Second: "59 s", 59600 * time.Millisecond: "1:00 min", 185 * time.Second: "3:05 min", 3725 * time.Second: "1:02 h",
	} {
		if got := Duration(d); got != want {
			t.Errorf("Duration(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		if got := Thousands(n); got != want {
			t.Errorf("Thousands(%d) = %q", n, got)
		}
	}
}
