package project

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

func keep(t *testing.T, p *Project) {
	t.Helper()
	if err := p.Keep()(); err != nil {
		t.Fatal(err)
	}
}

func TestSettingsRigsAndSpeedsAreKept(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new", "folder")
	p, _ := newTestProject(t, folder)
	use(t, p, openedMesh())
	use(t, p, openedReference())
	_ = p.Set(Azimuths, "0, 15, 180, 270, 0, 180")
	if err := p.SaveRig("mine"); err != nil {
		t.Fatal(err)
	}
	_ = p.Set(TextureSize, "1024")
	_ = p.Set(PainterName, "Network")
	_ = p.Set(Seed, "42")
	p.SetSwitch(Mirror, false)
	finishOne(t, p, 2*time.Second)
	keep(t, p)

	again, c := newTestProject(t, folder)
	if len(again.Notices()) != 0 {
		t.Errorf("notices %q", again.Notices())
	}
	if !reflect.DeepEqual(again.Settings, p.Settings) || !again.SeedLocked || again.Text(Cameras) != "mine" {
		t.Errorf("settings\n%+v\nwant\n%+v", again.Settings, p.Settings)
	}
	if !reflect.DeepEqual(again.rigs, p.rigs) {
		t.Errorf("rigs %+v", again.rigs)
	}
	use(t, again, openedMesh())
	use(t, again, openedReference())
	begin(t, again)
	if left, known := again.Remaining(c.now()); !known || !near(left, 10*time.Second) {
		t.Errorf("left %v, %v", left, known)
	}
}

func TestDamagedFilesArePutAsideOneByOne(t *testing.T) {
	for _, c := range []struct{ file, content string }{
		{settingsFile, `{"settings": {`},
		{settingsFile, ``},
		{settingsFile, `{"settings": {"steps": -4}}`},
		{settingsFile, `[1, 2]`},
		{rigsFile, `[{"name": "x", "views": []}]`},
		{rigsFile, `"rig"`},
		{speedsFile, `null`},
		{speedsFile, `{"projection/bake": -1}`},
	} {
		folder := t.TempDir()
		p, _ := newTestProject(t, folder)
		if err := p.SaveRig("mine"); err != nil {
			t.Fatal(err)
		}
		keep(t, p)
		path := filepath.Join(folder, c.file)
		if err := os.WriteFile(path, []byte(c.content), 0o644); err != nil {
			t.Fatal(err)
		}
		again, _ := newTestProject(t, folder)
		notices := again.Notices()
		if len(notices) != 1 || !strings.Contains(notices[0], path) || !strings.Contains(notices[0], "stands aside") {
			t.Errorf("%s %s: notices %q", c.file, c.content, notices)
		}
		if aside, err := os.ReadFile(path + ".damaged"); err != nil || string(aside) != c.content {
			t.Errorf("%s %s is not kept aside: %v", c.file, c.content, err)
		}
		if err := again.Settings.Validate(); err != nil {
			t.Errorf("%s %s: settings %v", c.file, c.content, err)
		}
		if c.file != rigsFile && !again.RigIsSaved("mine") {
			t.Errorf("damage to %s cost the rigs", c.file)
		}
		keep(t, again)
		if third, _ := newTestProject(t, folder); len(third.Notices()) != 0 {
			t.Errorf("%s: damage is told twice: %q", c.file, third.Notices())
		}
	}
}

func TestAnUnknownPainterOrRigFallsBack(t *testing.T) {
	folder := t.TempDir()
	p, _ := newTestProject(t, folder)
	p.Settings.Painter = "gone"
	_ = p.Set(Azimuths, "0, 15, 180, 270, 0, 180")
	p.Settings.Rig.Name = "deleted"
	keep(t, p)
	again, _ := newTestProject(t, folder)
	if again.Settings.Painter != "projection" || again.Text(Cameras) != CustomCameras || again.Settings.Rig.Views[1].Azimuth != 15 {
		t.Errorf("painter %q, cameras %q, %+v", again.Settings.Painter, again.Text(Cameras), again.Settings.Rig)
	}
}

func TestUnlockedSeedsAreNewAtEveryStart(t *testing.T) {
	folder := t.TempDir()
	p, _ := newTestProject(t, folder)
	p.Settings.Seed = 5
	keep(t, p)
	if again, _ := newTestProject(t, folder); again.Settings.Seed != 100 {
		t.Errorf("seed %d, want a new one", again.Settings.Seed)
	}
}

func TestTheNewestSnapshotWins(t *testing.T) {
	folder := t.TempDir()
	p, _ := newTestProject(t, folder)
	_ = p.Set(Steps, "10")
	older := p.Keep()
	_ = p.Set(Steps, "20")
	newer := p.Keep()
	for _, write := range []func() error{newer, older} {
		if err := write(); err != nil {
			t.Fatal(err)
		}
	}
	if again, _ := newTestProject(t, folder); again.Settings.Steps != 20 {
		t.Errorf("%d steps, want those of the newer snapshot", again.Settings.Steps)
	}
}

func TestKeepNamesTheFolderItCannotWrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	p, _ := newTestProject(t, "")
	p.store.folder = filepath.Join(file, "sub")
	if err := p.Keep()(); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("error %v", err)
	}
}

func TestWithoutAFolderNothingIsKept(t *testing.T) {
	p, _ := newTestProject(t, "")
	keep(t, p)
	if p.Version() != "1.2.3" || len(p.Painters()) != 2 {
		t.Errorf("version %q, %d painters", p.Version(), len(p.Painters()))
	}
}

func TestNewNeedsAPainter(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	New(Options{Painters: []Painter{}})
}
