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
// so that two versions of the program keep two models. The error names the file that
// could not be written, or is context.Cause(ctx) when ctx ends first.
func Unpack(ctx context.Context, carried fs.FS, folder, cache string) (string, error) {
	files, err := contents(carried, folder)
	if err != nil {
		return "", fmt.Errorf("the built-in model is not in this program: %w", err)
	}
	dir := filepath.Join(cache, folder+"-"+digest(files))
	for _, f := range files {
		if err := context.Cause(ctx); err != nil {
			return "", err
		}
		if err := f.unpack(dir); err != nil {
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
func digest(files []carriedFile) string {
	all := sha256.New()
	for _, f := range files {
		sum := sha256.Sum256(f.data)
		fmt.Fprintf(all, "%s %x\n", f.path, sum)
	}
	return hex.EncodeToString(all.Sum(nil)[:6])
}

// unpack writes the file below dir unless it is there, byte for byte.
func (f carriedFile) unpack(dir string) error {
	path := filepath.Join(dir, filepath.FromSlash(f.path))
	if there, err := os.ReadFile(path); err == nil && bytes.Equal(there, f.data) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return atomicfile.Write(path, func(w io.Writer) error {
		_, err := w.Write(f.data)
		return err
	})
}
