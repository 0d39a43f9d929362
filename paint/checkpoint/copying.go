package checkpoint

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"patina/paint/atomicfile"
	"patina/paint/checksum"
)

// copying is one call of Widened.
type copying struct {
	ctx         context.Context
	source      *Weights
	folder      string
	ledger      ledger
	progress    func(done, total int64)
	done, total int64
}

// copied returns the copy, made now if need be.
func (c *copying) copied() (*Weights, error) {
	hash, err := c.contents()
	if err != nil {
		return nil, err
	}
	name := copyName(hash, widenVersion)
	if widened, err := c.reuse(name); widened != nil || err != nil {
		return widened, err
	}
	if err := c.removeOlder(hash); err != nil {
		return nil, err
	}
	return c.write(name)
}

func copyName(hash string, version int) string {
	return fmt.Sprintf("%s.v%d.safetensors", hash, version)
}

// contents returns a hash of what is in the files of the source, whatever their names.
func (c *copying) contents() (string, error) {
	known, now, err := c.states()
	if err != nil {
		return "", err
	}
	var hashes []string
	for path, s := range now {
		if old := known[path]; old.Still(s) {
			hashes = append(hashes, old.SHA256)
			continue
		}
		if s.SHA256, err = c.hash(path); err == nil {
			err = c.ledger.put(path, s)
		}
		if err != nil {
			return "", err
		}
		hashes = append(hashes, s.SHA256)
	}
	slices.Sort(hashes)
	sum := sha256.Sum256([]byte(strings.Join(hashes, "\n")))
	return hex.EncodeToString(sum[:16]), nil
}

// states returns what the ledger knows, and the files of the source as they are now. It
// counts what has to be read.
func (c *copying) states() (known, now map[string]checksum.Sum, err error) {
	known, now = c.ledger.states(), map[string]checksum.Sum{}
	for _, e := range c.source.entries {
		if _, ok := now[e.File]; ok {
			continue
		}
		s, err := stateOf(e.File)
		if err != nil {
			return nil, nil, fmt.Errorf("cannot read weights %s: %w", e.File, err)
		}
		now[e.File] = s
		if !known[e.File].Still(s) {
			c.total += s.Size
		}
	}
	if c.total > 0 {
		c.total += c.source.Size() // nobody copied what nobody hashed, as a rule
	}
	return known, now, nil
}

// reuse opens a copy that was made before. It returns nil when there is none that is as
// it was written.
func (c *copying) reuse(name string) (*Weights, error) {
	path := filepath.Join(c.folder, name)
	written := c.ledger.states()[name]
	now, err := stateOf(path)
	if err != nil || written.Size != now.Size {
		return nil, nil
	}
	if !written.Still(now) {
		c.total = c.done + now.Size
		now.SHA256, err = c.hash(path)
		if cause := context.Cause(c.ctx); cause != nil {
			return nil, cause
		}
		if err != nil || now.SHA256 != written.SHA256 {
			return nil, nil
		}
		if err := c.ledger.put(name, now); err != nil {
			return nil, err
		}
	}
	if widened, err := OpenWeights(path); err == nil && widened.isWide(c.source) {
		return widened, nil
	}
	return nil, nil
}

// removeOlder removes the copies that earlier versions made of the same contents. One
// that cannot be removed, as it may be in use, is in nobody's way.
func (c *copying) removeOlder(hash string) error {
	for v := range widenVersion {
		name := copyName(hash, v)
		if os.Remove(filepath.Join(c.folder, name)) != nil {
			continue
		}
		if err := c.ledger.forget(name); err != nil {
			return err
		}
	}
	return nil
}

// write makes the copy and notes its hash.
func (c *copying) write(name string) (*Weights, error) {
	c.total = c.done + c.source.Size()
	path, sum := filepath.Join(c.folder, name), sha256.New()
	err := atomicfile.Write(path, func(out io.Writer) error {
		return WriteSafetensors(io.MultiWriter(out, sum), c.tensors())
	})
	if cause := context.Cause(c.ctx); cause != nil && err != nil {
		return nil, cause
	}
	if err != nil {
		return nil, err
	}
	s, err := stateOf(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read weights %s: %w", path, err)
	}
	s.SHA256 = hex.EncodeToString(sum.Sum(nil))
	if err := c.ledger.put(name, s); err != nil {
		return nil, err
	}
	return OpenWeights(path)
}

func (c *copying) tensors() (list []StoredTensor) {
	for _, key := range c.source.Keys() {
		e := c.source.entries[key]
		list = append(list, StoredTensor{key, wide(e.DType), e.Shape, func(out io.Writer) error { return c.widen(e, out) }})
	}
	return list
}

// chunk is how much is read between two looks at the context.
const chunk = 8 << 20

// count takes note of n bytes that were read, and returns why to stop.
func (c *copying) count(n int) error {
	c.done += int64(n)
	if c.progress != nil {
		c.progress(c.done, max(c.done, c.total))
	}
	return context.Cause(c.ctx)
}

// hash returns the SHA-256 of a file.
func (c *copying) hash(path string) (string, error) {
	if cause := context.Cause(c.ctx); cause != nil {
		return "", cause
	}
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("cannot read weights %s: %w", path, withoutPath(err))
	}
	defer f.Close()
	sum, buffer := sha256.New(), make([]byte, chunk)
	for {
		n, err := f.Read(buffer)
		sum.Write(buffer[:n])
		if err == io.EOF {
			return hex.EncodeToString(sum.Sum(nil)), nil
		}
		if err != nil {
			return "", fmt.Errorf("cannot read weights %s: %w", path, withoutPath(err))
		}
		if err := c.count(n); err != nil {
			return "", err
		}
	}
}
