// Package atomicfile writes a file whole or not at all.
package atomicfile

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Write lets write fill a temporary file beside path and renames it to path once
// everything is on disk. When write or the disk fails, a file that stood at path
// is untouched and nothing else is left behind. The error names path.
func Write(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", path, withoutPath(err))
	}
	if err := fill(f, path, write); err != nil {
		os.Remove(f.Name())
		return fmt.Errorf("cannot write %s: %w", path, withoutPath(err))
	}
	return nil
}

// Check returns the error that Write would give for path as things stand, without
// writing anything: so that nobody works for a result that cannot be kept.
func Check(path string) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", path, withoutPath(err))
	}
	f.Close()
	os.Remove(f.Name())
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return fmt.Errorf("cannot write %s: it is a folder", path)
	}
	return nil
}

func fill(f *os.File, path string, write func(io.Writer) error) error {
	buffered := bufio.NewWriterSize(f, 1<<20)
	err := write(buffered)
	if err == nil {
		err = buffered.Flush()
	}
	if err == nil {
		err = f.Chmod(mode(path))
	}
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	return err
}

// mode keeps the permissions of a file that is replaced.
func mode(path string) fs.FileMode {
	if old, err := os.Stat(path); err == nil {
		return old.Mode().Perm()
	}
	return 0o644
}

// withoutPath drops the temporary name from an error of package os: the artist
// never chose it.
func withoutPath(err error) error {
	switch e := err.(type) {
	case *fs.PathError:
		return e.Err
	case *os.LinkError:
		return e.Err
	}
	return err
}
