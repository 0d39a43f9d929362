package catalogue

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"patina/paint/jsonfile"
)

// manifest is what the files of a model were when it was added.
type manifest struct {
	Dir   string       `json:"dir"`
	Files []listedFile `json:"files"` // by path
}

// listedFile is one file; Path is relative to the model's folder, with slashes.
type listedFile struct {
	Path   string `json:"path"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Report is how the files of a model differ from what they were, by path.
type Report struct{ Changed, Missing, Added []string }

// Same tells whether every file is what it was.
func (r Report) Same() bool { return len(r.Changed)+len(r.Missing)+len(r.Added) == 0 }

// String is the report in a sentence.
func (r Report) String() string {
	if r.Same() {
		return "every file is what it was when the model was added"
	}
	var parts []string
	for _, p := range []struct {
		what  string
		files []string
	}{{"changed", r.Changed}, {"missing", r.Missing}, {"new", r.Added}} {
		if len(p.files) > 0 {
			parts = append(parts, strings.Join(p.files, ", ")+" "+verb(len(p.files))+" "+p.what)
		}
	}
	return strings.Join(parts, "; ")
}

func verb(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// ErrNotRemembered is what Verify returns for a model whose files were never
// remembered.
var ErrNotRemembered = errors.New("there is nothing to compare the model with: its files were not remembered when it was added")

// Remember hashes the files of a model folder and keeps the hashes. progress is told
// how many bytes of all are done. The error is context.Cause(ctx) when ctx ends first;
// then what was remembered before stays.
func (r *Records) Remember(ctx context.Context, dir string, progress func(done, total int64)) error {
	m, err := hashFolder(ctx, dir, progress)
	if err != nil || r.folder == "" {
		return err
	}
	return jsonfile.Write(r.manifestPath(m.Dir), m)
}

// Remembered tells whether the files of a model folder were remembered.
func (r *Records) Remembered(dir string) bool {
	_, err := r.manifest(dir)
	return err == nil
}

// Forget drops what was remembered of a folder.
func (r *Records) Forget(dir string) {
	if abs, err := filepath.Abs(dir); err == nil && r.folder != "" {
		// What cannot be removed is overwritten when the model is added again.
		_ = os.Remove(r.manifestPath(abs))
	}
}

// Verify hashes the files of a model folder again and says which differ from those
// that were remembered. The error is ErrNotRemembered, context.Cause(ctx) when ctx
// ends first, or names the file that cannot be read.
func (r *Records) Verify(ctx context.Context, dir string, progress func(done, total int64)) (Report, error) {
	old, err := r.manifest(dir)
	if err != nil {
		return Report{}, err
	}
	now, err := hashFolder(ctx, dir, progress)
	if err != nil {
		return Report{}, err
	}
	return compare(old.Files, now.Files), nil
}

func compare(old, now []listedFile) (r Report) {
	at := map[string]listedFile{}
	for _, f := range now {
		at[f.Path] = f
	}
	for _, f := range old {
		switch found, ok := at[f.Path]; {
		case !ok:
			r.Missing = append(r.Missing, f.Path)
		case found != f:
			r.Changed = append(r.Changed, f.Path)
		}
		delete(at, f.Path)
	}
	for _, f := range now {
		if _, left := at[f.Path]; left {
			r.Added = append(r.Added, f.Path)
		}
	}
	return r
}

// manifest reads what was remembered of a folder. A damaged file counts as none: it
// says nothing that could be relied on.
func (r *Records) manifest(dir string) (m manifest, err error) {
	dir, err = filepath.Abs(dir)
	if err != nil || r.folder == "" {
		return m, ErrNotRemembered
	}
	m, err = jsonfile.Read[manifest](r.manifestPath(dir), nil)
	if err != nil || m.Dir != dir {
		return m, ErrNotRemembered
	}
	return m, nil
}

func (r *Records) manifestPath(dir string) string {
	hash := sha256.Sum256([]byte(dir))
	return filepath.Join(r.folder, manifestFolder, hex.EncodeToString(hash[:8])+".json")
}

func hashFolder(ctx context.Context, dir string, progress func(done, total int64)) (m manifest, err error) {
	if m.Dir, err = filepath.Abs(dir); err != nil {
		return m, fmt.Errorf("cannot read %s: %w", dir, err)
	}
	if m.Files, err = listFiles(m.Dir); err != nil {
		return m, fmt.Errorf("cannot read the model in %s: %w", dir, err)
	}
	count := &counter{ctx: ctx, progress: progress}
	for _, f := range m.Files {
		count.total += f.Size
	}
	for i := range m.Files {
		f := &m.Files[i]
		if f.SHA256, err = hashFile(filepath.Join(m.Dir, filepath.FromSlash(f.Path)), count); err != nil {
			return m, err
		}
	}
	return m, context.Cause(ctx)
}

// listFiles returns the files of a model by path, without hashes. Hidden ones belong to
// whatever downloaded it; links lead to files, as the caches of downloaders lay them.
func listFiles(dir string) (files []listedFile, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case path != dir && strings.HasPrefix(d.Name(), ".") && d.IsDir():
			return fs.SkipDir
		case d.IsDir() || strings.HasPrefix(d.Name(), "."):
			return nil
		}
		info, err := os.Stat(path)
		if err != nil || !info.Mode().IsRegular() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		files = append(files, listedFile{Path: filepath.ToSlash(name), Size: info.Size()})
		return err
	})
	slices.SortFunc(files, func(a, b listedFile) int { return strings.Compare(a.Path, b.Path) })
	return files, err
}

func hashFile(path string, count *counter) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("cannot read %w", err)
	}
	defer f.Close()
	hash := sha256.New()
	if _, err := io.CopyBuffer(io.MultiWriter(hash, count), struct{ io.Reader }{f}, make([]byte, 1<<20)); err != nil {
		if cause := context.Cause(count.ctx); cause != nil {
			return "", cause
		}
		return "", fmt.Errorf("cannot read %s: %w", path, err)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// counter tells how many bytes were read, and stops reading when ctx ends.
type counter struct {
	ctx         context.Context
	progress    func(done, total int64)
	done, total int64
}

// Write implements io.Writer.
func (c *counter) Write(b []byte) (int, error) {
	c.done += int64(len(b))
	c.progress(c.done, c.total)
	return len(b), context.Cause(c.ctx)
}
