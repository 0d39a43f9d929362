package devices

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
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

func TestGoHeapIsLeftOut(t *testing.T) {
	const smaps = `55d0a0000000-55d0a0100000 r-xp 00000000 08:01 7   /usr/bin/patina-devel: x
Rss:                 900 kB
Pss:                 500 kB
c000000000-c004000000 rw-p 00000000 00:00 0
Pss:               64000 kB
7f00a0000000-7f00a0100000 rw-p 00000000 00:00 0   [anon: a-b]
Pss:                  20 kB
VmFlags: rd wr
`
	if n, err := beside(strings.NewReader(smaps), span{0xc000000000, 0x10000000000}); err != nil || n != 520<<10 {
		t.Errorf("got %v, %v, want 520 KB", n, err)
	}
	for _, text := range []string{"", "garbage\n-\n:", "Rss: 8 kB"} {
		if n, err := beside(strings.NewReader(text), span{}); err == nil {
			t.Errorf("%q: got %v", text, n)
		}
	}
	before, err := InUseBesideGo()
	if err != nil {
		t.Fatal(err)
	}
	const size = 16 << 20
	block := make([]byte, size)
	for i := range block {
		block[i] = 1
	}
	after, err := InUseBesideGo()
	if err != nil || !raceDetector && after > before+size/4 {
		t.Errorf("%v before Go wrote to %d bytes, %v after, %v", before, size, after, err)
	}
	runtime.KeepAlive(block)
}
