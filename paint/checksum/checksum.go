// Package checksum knows the SHA-256 of files, and remembers it for as long as a file has
// the size and the time of change that it had.
package checksum

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"patina/paint/jsonfile"
)

// Sums are remembered in a file. A nil *Sums remembers nothing. Several goroutines may use
// it.
type Sums struct {
	path string

	mutex sync.Mutex
	known map[string]sum // by path
}

// sum is what a file was when it was read.
type sum struct {
	Size    int64     `json:"size"`
	Changed time.Time `json:"changed"`
	SHA256  string    `json:"sha256"` // in hexadecimal
}

func (s sum) of(info os.FileInfo) bool {
	return s.Size == info.Size() && s.Changed.Equal(info.ModTime()) && len(s.SHA256) == 2*sha256.Size
}

// Open reads what is remembered in a file. One that is missing or cannot be read counts as
// empty: sums can be had anew.
func Open(path string) *Sums {
	known, _ := jsonfile.ReadOrEmpty[map[string]sum](path)
	if known == nil {
		known = map[string]sum{}
	}
	return &Sums{path: path, known: known}
}

// Of returns the SHA-256 of a file, an absolute path, in hexadecimal. It reads the file
// when it does not know it, or not as it is. The error names the file.
func (s *Sums) Of(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("cannot read %w", err)
	}
	if known, ok := s.recall(path); ok && known.of(info) {
		return known.SHA256, nil
	}
	read, err := hash(path)
	if err != nil {
		return "", fmt.Errorf("cannot read %w", err)
	}
	s.remember(path, sum{info.Size(), info.ModTime(), read})
	return read, nil
}

func (s *Sums) recall(path string) (known sum, ok bool) {
	if s == nil {
		return known, false
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	known, ok = s.known[path]
	return known, ok
}

// remember keeps a sum. Where the file cannot be written it counts until the program ends.
func (s *Sums) remember(path string, read sum) {
	if s == nil {
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.known[path] = read
	_ = jsonfile.Write(s.path, s.known)
}

func hash(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
