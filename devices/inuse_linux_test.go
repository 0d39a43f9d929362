package devices

import (
	"os"
	"path/filepath"
	"testing"
)

func TestMemoryInUseAsTheKernelTellsIt(t *testing.T) {
	root := t.TempDir()
	if n, err := treeAt(root).resident(); err == nil {
		t.Errorf("without /proc: got %v", n)
	}
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(root, "proc/self", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("status", "Name:\tpatina\nVmHWM:\t    9000 kB\nVmRSS:\t    8000 kB\n")
	if n, err := treeAt(root).resident(); err != nil || n != 8000<<10 {
		t.Errorf("an old kernel: got %v, %v", n, err)
	}
	write("smaps_rollup", "55d0-7fff ---p 00000000 00:00 0    [rollup]\nRss:                8000 kB\nPss:                5000 kB\n")
	if n, err := treeAt(root).resident(); err != nil || n != 5000<<10 {
		t.Errorf("got %v, %v, want what is mapped twice once", n, err)
	}
}
