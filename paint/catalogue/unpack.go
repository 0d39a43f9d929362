package catalogue

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"patina/paint/atomicfile"
)

// Unpack writes a model folder that the program carries into the cache folder, if it is
// not there as it should be, and returns where it is. Its name follows from its content,
// so that two versions of the program keep two models. progress is told how many bytes of
// all are done: each is looked at, and compared or written. The error names the file that
// could not be written, or is context.Cause(ctx) when ctx ends first.
func Unpack(ctx context.Context, carried fs.FS, folder, cache string, progress func(done, total int64)) (string, error) {
	files, err := contents(carried, folder)
	if err != nil {
		return "", fmt.Errorf("the built-in model is not in this program: %w", err)
	}
	count := &counter{ctx: ctx, progress: progress}
	for _, f := range files {
		count.total += 2 * int64(len(f.data))
	}
	name, err := digest(files, count)
	if err != nil {
		return "", err
	}
	dir := filepath.Join(cache, folder+"-"+name)
	for _, f := range files {
		err := f.unpack(dir, count)
		if cause := context.Cause(ctx); cause != nil {
			return "", cause
		}
		if err != nil {
			return "", fmt.Errorf("the built-in model cannot be unpacked: %w", err)
		}
	}
	return dir, nil
}

// carriedFile is a file of the folder by its path in it, with slashes.
type carriedFile struct {
	path string
	data []byte
}

func contents(carried fs.FS, folder string) ([]carriedFile, error) {
	var files []carriedFile
	root, err := fs.Sub(carried, folder)
	if err != nil {
		return nil, err
	}
	err = fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, path)
		files = append(files, carriedFile{path, data})
		return err
	})
	return files, err
}

// digest names the contents of files.
func digest(files []carriedFile, count *counter) (string, error) {
	all := sha256.New()
	for _, f := range files {
		sum := sha256.New()
		if _, err := io.Copy(io.MultiWriter(sum, count), plain{bytes.NewReader(f.data)}); err != nil {
			return "", err
		}
		fmt.Fprintf(all, "%s %x\n", f.path, sum.Sum(nil))
	}
	return hex.EncodeToString(all.Sum(nil)[:6]), nil
}

// plain hides that a reader can write itself at once, so that it is read in pieces.
type plain struct{ io.Reader }

// unpack writes the file below dir unless it is there, byte for byte.
func (f carriedFile) unpack(dir string, count *counter) error {
	path := filepath.Join(dir, filepath.FromSlash(f.path))
	if there, err := os.ReadFile(path); err == nil && bytes.Equal(there, f.data) {
		_, err := count.Write(f.data)
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return atomicfile.Write(path, func(w io.Writer) error {
		_, err := io.Copy(io.MultiWriter(w, count), plain{bytes.NewReader(f.data)})
		return err
	})
}
