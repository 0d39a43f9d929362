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
	known map[string]Sum // by path
}

// Sum is what a file was when it was read.
type Sum struct {
	Size    int64     `json:"size"` // in bytes
	Changed time.Time `json:"changed"`
	SHA256  string    `json:"sha256"` // in hexadecimal; "" while nobody has read the file
}

// Stat returns what can be said of a file without reading it: a Sum without SHA-256. The
// error is that of os.Stat.
func Stat(path string) (Sum, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Sum{}, err
	}
	return Sum{Size: info.Size(), Changed: info.ModTime()}, nil
}

// Still tells whether a file that is now like that has the contents of s still, as far as
// that can be told without reading it. It has not where s holds no SHA-256.
func (s Sum) Still(now Sum) bool {
	return s.Size == now.Size && s.Changed.Equal(now.Changed) && len(s.SHA256) == 2*sha256.Size
}

// Open reads what is remembered in a file. One that is missing or cannot be read counts as
// empty: sums can be had anew.
func Open(path string) *Sums {
	known, _ := jsonfile.ReadOrEmpty[map[string]Sum](path)
	if known == nil {
		known = map[string]Sum{}
	}
	return &Sums{path: path, known: known}
}

// Of returns the SHA-256 of a file, an absolute path, in hexadecimal. It reads the file
// when it does not know it, or not as it is. The error names the file.
func (s *Sums) Of(path string) (string, error) {
	now, err := Stat(path)
	if err != nil {
		return "", fmt.Errorf("cannot read %w", err)
	}
	if known := s.recall(path); known.Still(now) {
		return known.SHA256, nil
	}
	if now.SHA256, err = hash(path); err != nil {
		return "", fmt.Errorf("cannot read %w", err)
	}
	s.remember(path, now)
	return now.SHA256, nil
}

// recall returns what is known of a file; the zero value for nothing.
func (s *Sums) recall(path string) Sum {
	if s == nil {
		return Sum{}
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.known[path]
}

// remember keeps a sum. Where the file cannot be written it counts until the program ends.
func (s *Sums) remember(path string, read Sum) {
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
