// Package jsonfile keeps values in files as JSON.
package jsonfile

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"patina/paint/atomicfile"
)

// ErrDamaged is what Read wraps when a file holds something else than it should.
var ErrDamaged = errors.New("it is damaged")

// Read returns what a file holds, once valid, which may be nil, has nothing against it.
// The error wraps fs.ErrNotExist when there is no file, ErrDamaged when it cannot be
// understood, and else says what the system did; it does not name the file, which the
// sentence around it does.
func Read[T any](path string, valid func(T) error) (value T, err error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return value, withoutPath(err)
	}
	if err = json.Unmarshal(b, &value); err == nil && valid != nil {
		err = valid(value)
	}
	if err != nil {
		var none T
		return none, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return value, nil
}

// ReadOrEmpty is Read for what can be done without: a file that is missing or damaged
// counts as the zero value, and is replaced by the next Write.
func ReadOrEmpty[T any](path string) (T, error) {
	value, err := Read[T](path, nil)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrDamaged) {
		return value, nil
	}
	return value, err
}

// Write writes a value whole or not at all, and makes the folder for it. The error names
// the file.
func Write(path string, value any) error {
	b, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("cannot write %s: %w", path, withoutPath(err))
	}
	return atomicfile.Write(path, func(w io.Writer) error {
		_, err := w.Write(append(b, '\n'))
		return err
	})
}

// PutAside renames a file that could not be read, so that nothing overwrites it, and
// returns what to tell: why, what follows, and where it stands now.
func PutAside(path string, why error, follows string) string {
	aside := path + ".damaged"
	text := fmt.Sprintf("%s could not be read (%v), so %s.", path, why, follows)
	if os.Rename(path, aside) == nil {
		text += " It now stands aside as " + filepath.Base(aside) + "."
	}
	return text
}

// withoutPath drops the path from an error of package os.
func withoutPath(err error) error {
	var e *fs.PathError
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}
