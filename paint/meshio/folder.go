package meshio

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// folder is where a mesh file lies: the only place that its URIs may name.
type folder struct {
	fsys fs.FS
	dir  string   // of the operating system, empty for an fs.FS
	read []string // paths that were read, in the operating system's form
	left int64    // bytes that may still be read
}

// readMain reads the file that the artist chose; unlike the files it refers to, it
// may be a link to anywhere.
func readMain(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, withoutPath(err)
	}
	if err := checkFile(info, MaxBytes); err != nil {
		return nil, err
	}
	data, err := os.ReadFile(path)
	return data, withoutPath(err)
}

func checkFile(info fs.FileInfo, limit int64) error {
	switch {
	case info.IsDir():
		return errors.New("it is a folder")
	case !info.Mode().IsRegular():
		return errors.New("it is not an ordinary file")
	case info.Size() > limit:
		return fmt.Errorf("it has %d bytes, and a mesh with all its files may have %d", info.Size(), int64(MaxBytes))
	}
	return nil
}

// readFile reads a file of the folder by its slash-separated name.
func (f *folder) readFile(name string) ([]byte, error) {
	info, err := fs.Stat(f.fsys, name)
	if err != nil {
		return nil, withoutPath(err)
	}
	if err := checkFile(info, f.left); err != nil {
		return nil, err
	}
	data, err := fs.ReadFile(f.fsys, name)
	if err != nil {
		return nil, withoutPath(err)
	}
	f.left -= int64(len(data))
	if f.dir != "" {
		f.read = append(f.read, filepath.Join(f.dir, filepath.FromSlash(name)))
	}
	return data, nil
}

// missingFile is the error for a URI that is allowed, but whose file is not there.
type missingFile struct {
	uri string
	err error
}

func (e *missingFile) Error() string {
	return fmt.Sprintf("the file %s that it refers to cannot be read (%v): keep it beside the mesh", shorten(e.uri), e.err)
}

func (e *missingFile) Unwrap() error { return e.err }

func isMissing(err error) bool {
	var missing *missingFile
	return errors.As(err, &missing)
}

// readURI returns what a URI of a glTF file stands for: the contents of a data URI,
// or of a file in the folder. It never leaves the folder and never reaches for the
// network.
func (f *folder) readURI(uri string) ([]byte, error) {
	if isDataURI(uri) {
		return decodeDataURI(uri)
	}
	names, err := localNames(uri)
	if err != nil {
		return nil, err
	}
	var first error
	for _, name := range names {
		data, err := f.readFile(name)
		if err == nil {
			return data, nil
		}
		if first == nil {
			first = err
		}
	}
	return nil, &missingFile{uri, first}
}

// localNames returns the names that a URI may mean, likeliest first: with
// percent-encoding undone, and as written, because some exporters never encode.
func localNames(uri string) ([]string, error) {
	decoded, err := url.PathUnescape(uri)
	if err != nil {
		decoded = uri
	}
	var names []string
	for _, candidate := range []string{decoded, uri} {
		slashed := strings.ReplaceAll(candidate, `\`, "/")
		name := path.Clean(slashed)
		if uri == "" || hasScheme(uri) || strings.HasPrefix(slashed, "/") || !fs.ValidPath(name) || strings.ContainsRune(name, 0) {
			return nil, fmt.Errorf("it refers to %q, which is not inside its own folder: put that file beside the mesh, or export everything into one GLB", shorten(uri))
		}
		if len(names) == 0 || names[0] != name {
			names = append(names, name)
		}
	}
	return names, nil
}

// hasScheme tells http:, file: and drive letters from file names.
func hasScheme(uri string) bool {
	for i, r := range uri {
		switch {
		case r == ':':
			return i > 0
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
		case i > 0 && (r >= '0' && r <= '9' || strings.ContainsRune("+-.", r)):
		default:
			return false
		}
	}
	return false
}

func isDataURI(uri string) bool {
	return len(uri) >= 5 && strings.EqualFold(uri[:5], "data:")
}

func decodeDataURI(uri string) ([]byte, error) {
	header, payload, ok := strings.Cut(uri, ",")
	if !ok || !strings.HasSuffix(strings.ToLower(header), ";base64") {
		return nil, errors.New("it holds a data URI that is not base64")
	}
	encoding := base64.StdEncoding
	if !strings.HasSuffix(payload, "=") && len(payload)%4 != 0 {
		encoding = base64.RawStdEncoding
	}
	data, err := encoding.DecodeString(payload)
	if err != nil {
		return nil, fmt.Errorf("it holds a damaged data URI (%w)", err)
	}
	return data, nil
}

// shorten keeps a hostile name from filling the screen.
func shorten(s string) string {
	const longest = 80
	if len(s) <= longest {
		return s
	}
	return strings.ToValidUTF8(s[:longest], "") + "..."
}
