//go:build unix

package checkpoint

import (
	"fmt"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// mapping is a file whose bytes are read where they lie. The system loads them when
// they are looked at and may drop them again.
type mapping struct{ mapped []byte }

func openMapping(path string) (*mapping, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() == 0 || int64(int(info.Size())) != info.Size() {
		return nil, &os.PathError{Op: "map", Path: path, Err: syscall.EFBIG}
	}
	mapped, err := unix.Mmap(int(f.Fd()), 0, int(info.Size()), unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, &os.PathError{Op: "map", Path: path, Err: err}
	}
	return &mapping{mapped}, nil
}

// bytes returns n bytes from offset, valid until Close and not to be written.
func (m *mapping) bytes(offset, n int64) ([]byte, error) {
	if offset < 0 || n < 0 || offset > int64(len(m.mapped))-n {
		return nil, fmt.Errorf("expected %d bytes from byte %d, found a file of %d", n, offset, len(m.mapped))
	}
	return m.mapped[offset : offset+n], nil
}

func (m *mapping) Close() error { return unix.Munmap(m.mapped) }
