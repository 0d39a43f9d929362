//go:build !unix

package checkpoint

import "os"

// mapping is a file whose bytes are read when they are asked for.
type mapping struct{ file *os.File }

func openMapping(path string) (*mapping, error) {
	f, err := os.Open(path)
	return &mapping{f}, err
}

// bytes returns n bytes from offset.
func (m *mapping) bytes(offset, n int64) ([]byte, error) {
	b := make([]byte, n)
	_, err := m.file.ReadAt(b, offset)
	return b, err
}

func (m *mapping) Close() error { return m.file.Close() }
