package checkpoint

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"
)

// copied is a source of float16 weights and the cache that its copy lies in.
type copied struct {
	t              *testing.T
	source, folder string
}

func newCopied(t *testing.T) copied {
	c := copied{t, filepath.Join(t.TempDir(), "a.safetensors"), t.TempDir()}
	save(t, c.source, stored("a", F16, 0, 64), stored("b", F32, 3, 2))
	return c
}

// widened returns the path of the copy of the file at source, and how many bytes were
// read for it.
func (c copied) widened(source string) (path string, read int64) {
	c.t.Helper()
	wide, err := open(c.t, source).Widened(context.Background(), c.folder, func(done, total int64) {
		if done <= read || done > total {
			c.t.Errorf("progress went from %d to %d of %d", read, done, total)
		}
		read = done
	})
	if err != nil {
		c.t.Fatal(err)
	}
	defer wide.Close()
	return wide.Name(), read
}

func size(t *testing.T, path string) int64 {
	t.Helper()
	s, err := stateOf(path)
	if err != nil {
		t.Fatal(err)
	}
	return s.Size
}

func touch(t *testing.T, path string, later time.Duration) {
	t.Helper()
	info, err := os.Stat(path)
	if err == nil {
		err = os.Chtimes(path, info.ModTime(), info.ModTime().Add(later))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// flip changes one bit near the end of a file, and neither its size nor its time.
func flip(t *testing.T, path string) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)-1] ^= 1
	if err := errors.Join(os.WriteFile(path, b, 0o644), os.Chtimes(path, info.ModTime(), info.ModTime())); err != nil {
		t.Fatal(err)
	}
}

func TestTheCopyIsWrittenOnce(t *testing.T) {
	c := newCopied(t)
	elements := open(t, c.source).Size()
	path, read := c.widened(c.source)
	if want := size(t, c.source) + elements; read != want {
		t.Errorf("%d bytes were read, want %d", read, want)
	}
	if again, read := c.widened(c.source); again != path || read != 0 {
		t.Errorf("%d bytes were read for the same copy: %v", read, again == path)
	}
	if want := open(t, path).Size(); open(t, c.source).WidenedSize() != want {
		t.Errorf("the copy has %d bytes, and not as many were foretold", want)
	}
}

// What counts is in the files, not where they lie or when they were written.
func TestTheCopyBelongsToTheContents(t *testing.T) {
	c := newCopied(t)
	path, _ := c.widened(c.source)
	touch(t, c.source, time.Hour)
	if again, read := c.widened(c.source); again != path || read != size(t, c.source) {
		t.Errorf("a newer file with the same contents: %d bytes were read, the same copy: %v", read, again == path)
	}
	moved := filepath.Join(t.TempDir(), "moved.safetensors")
	if err := os.Rename(c.source, moved); err != nil {
		t.Fatal(err)
	}
	if again, read := c.widened(moved); again != path || read != size(t, moved) {
		t.Errorf("a file that was moved: %d bytes were read, the same copy: %v", read, again == path)
	}
	flip(t, moved)
	touch(t, moved, time.Hour)
	if other, _ := c.widened(moved); other == path {
		t.Error("the copy of other contents was used")
	}
}

func TestADamagedCopyIsWrittenAnew(t *testing.T) {
	c := newCopied(t)
	path, _ := c.widened(c.source)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	elements := open(t, c.source).Size()
	for name, damage := range map[string]struct {
		do   func()
		read int64
	}{
		"untouched": {func() {}, 0},
		"touched":   {func() { touch(t, path, time.Minute) }, int64(len(whole))},
		"removed":   {func() { os.Remove(path) }, elements},
		"truncated": {func() { os.Truncate(path, 100) }, elements},
		"changed":   {func() { flip(t, path); touch(t, path, time.Minute) }, int64(len(whole)) + elements},
	} {
		damage.do()
		again, read := c.widened(c.source)
		now, err := os.ReadFile(path)
		if err != nil || again != path || read != damage.read || !bytes.Equal(now, whole) {
			t.Errorf("%s: %d bytes were read, want %d; whole: %v, %v", name, read, damage.read, bytes.Equal(now, whole), err)
		}
		if _, read := c.widened(c.source); read != 0 {
			t.Errorf("%s: the next time %d bytes were read", name, read)
		}
	}
}

func TestADamagedLedgerIsWrittenAnew(t *testing.T) {
	c := newCopied(t)
	path, first := c.widened(c.source)
	whole, err := os.ReadFile(ledgerIn(c.folder).path)
	if err != nil {
		t.Fatal(err)
	}
	hashless := regexp.MustCompile(`"sha256": "[0-9a-f]*"`).ReplaceAllString(string(whole), `"sha256": ""`)
	for _, text := range []string{"", "{", "null", "[]", `{"a": 1}`, hashless, string(whole[:len(whole)/2])} {
		if err := os.WriteFile(ledgerIn(c.folder).path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if again, read := c.widened(c.source); again != path || read < first {
			t.Errorf("%q: %d bytes were read, want %d at least", text, read, first)
		}
		if _, read := c.widened(c.source); read != 0 {
			t.Errorf("%q: the next time %d bytes were read", text, read)
		}
	}
}

func TestCopiesOfEarlierVersionsAreRemoved(t *testing.T) {
	c := newCopied(t)
	hash, err := (&copying{ctx: context.Background(), source: open(t, c.source), ledger: ledgerIn(c.folder)}).contents()
	if err != nil {
		t.Fatal(err)
	}
	old, other := copyName(hash, widenVersion-1), copyName("0123", widenVersion-1)
	for _, name := range []string{old, other} {
		if err := os.WriteFile(filepath.Join(c.folder, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	c.widened(c.source)
	if exists(filepath.Join(c.folder, old)) || !exists(filepath.Join(c.folder, other)) {
		t.Error("the old copy is still there, or one of other weights is gone")
	}
}

// Shards are one network: the copy holds all of them, and each is read once.
func TestShardsAreCopiedTogether(t *testing.T) {
	dir := t.TempDir()
	save(t, filepath.Join(dir, "1.safetensors"), stored("a", F16, 0, 64))
	save(t, filepath.Join(dir, "2.safetensors"), stored("b", F16, 3, 2))
	index := filepath.Join(dir, "model.safetensors.index.json")
	text := `{"weight_map": {"a": "1.safetensors", "b": "2.safetensors"}}`
	if err := os.WriteFile(index, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	c := copied{t, index, t.TempDir()}
	path, _ := c.widened(index)
	if keys := open(t, path).Keys(); !slices.Equal(keys, []string{"a", "b"}) {
		t.Errorf("keys %v", keys)
	}
	touch(t, filepath.Join(dir, "2.safetensors"), time.Hour)
	if again, read := c.widened(index); again != path || read != size(t, filepath.Join(dir, "2.safetensors")) {
		t.Errorf("%d bytes were read for one shard", read)
	}
}

// Cancelling is seen after every chunk, while a file is hashed and while it is copied.
func TestACopyCanBeCancelledAnywhere(t *testing.T) {
	source := filepath.Join(t.TempDir(), "a.safetensors")
	zeros := func(out io.Writer) error { _, err := out.Write(make([]byte, 5*chunk)); return err }
	save(t, source, StoredTensor{"a", F16, []int{5 * chunk / 2}, zeros})
	reason := errors.New("the artist pressed Cancel")
	for stop := range 10 {
		folder := t.TempDir()
		ctx, cancel := context.WithCancelCause(context.Background())
		calls := 0
		_, err := open(t, source).Widened(ctx, folder, func(done, total int64) {
			if calls++; calls == stop+1 {
				cancel(reason)
			}
		})
		if err != reason || calls != stop+1 {
			t.Errorf("stopped after %d chunks of %d: %v", calls, stop+1, err)
		}
		left, _ := filepath.Glob(filepath.Join(folder, "*.safetensors"))
		hidden, _ := filepath.Glob(filepath.Join(folder, ".*"))
		if len(left)+len(hidden) > 0 {
			t.Errorf("after %d chunks there are %v %v", calls, left, hidden)
		}
	}
}
