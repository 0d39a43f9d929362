package project

import (
	"os"
	"path/filepath"
	"testing"
)

// FuzzKept starts with files that hold anything: none keeps the program from starting,
// with settings that can be painted with, and what is kept next is read without a word.
func FuzzKept(f *testing.F) {
	names := []string{settingsFile, rigsFile, speedsFile, modelsFile}
	for number, content := range []string{
		`{"settings": {"steps": 30, "rig": {"name": "mine", "views": [{"azimuth": 15}]}}, "seedLocked": true, "capMemory": 5}`,
		`[{"name": "mine", "views": [{"azimuth": 15, "elevation": 20, "weight": 1}]}]`,
		`{"projection/bake": 1.5}`,
		`[{"dir": "/models/mine", "id": "hunyuan3d-paint-v2-0"}]`,
	} {
		f.Add(uint8(number), []byte(content))
	}
	f.Fuzz(func(t *testing.T, which uint8, content []byte) {
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, names[int(which)%len(names)]), content, 0o600); err != nil {
			t.Fatal(err)
		}
		p, _ := newTestProject(t, folder)
		if err := p.Settings.Validate(); err != nil {
			t.Error(err)
		}
		if err := p.Keep()(); err != nil {
			t.Fatal(err)
		}
		if again, _ := newTestProject(t, folder); len(again.Notices()) > 0 {
			t.Errorf("what was kept is not understood: %q", again.Notices())
		}
	})
}
