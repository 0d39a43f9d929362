package ort

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"patina/paint/checksum"
)

// Version is the ONNX Runtime that Patina is made for.
const Version = "1.29.0"

// ErrLibrary is what errors about the library itself wrap: it is missing, damaged or
// another one. Without it there is no network, but everything else works.
var ErrLibrary = errors.New("ONNX Runtime cannot be used")

// Variable names the library file, or the folder it is in, in the environment.
const Variable = "PATINA_ONNXRUNTIME"

// build identifies the library of one platform as the npm package onnxruntime-node
// publishes it.
type build struct {
	file   string // its name as published
	size   int64
	sha256 string
}

var builds = map[string]build{
	"linux/amd64":   {"libonnxruntime.so.1", 44726808, "89688f5cf51c7e31befbb7b9101bc027799009b18d1baa9a5b1146a72e69538d"},
	"linux/arm64":   {"libonnxruntime.so.1", 24538024, "a27d21126db312aa8f02f3d5eaebe466e991f51f469882e6d0407d5a8b64afda"},
	"darwin/arm64":  {"libonnxruntime.1.dylib", 43888264, "3e4c63909e9fc6648c93c68741c1ccf1e3d89218dd1d6a7d4f3d629ffc7f9918"},
	"windows/amd64": {"onnxruntime.dll", 27989816, "5e289b5494cc338d62806f2d24c24aa7cc09a00bbab0404d9169487a45e0053a"},
	"windows/arm64": {"onnxruntime.dll", 28949344, "020f2f84f8029f2fa4b4c1443f8b1e0a659dc6cbed4a105ff908ff9a24d46306"},
}

func platform() string { return runtime.GOOS + "/" + runtime.GOARCH }

// Find returns the absolute path of the library: where PATINA_ONNXRUNTIME points, and
// nowhere else when that is set; beside the executable; in Patina's folder in the
// user's data folder. The error wraps ErrLibrary and says where it was looked for.
func Find() (string, error) {
	b, ok := builds[platform()]
	if !ok {
		return "", fmt.Errorf("%w: there is no library for %s", ErrLibrary, platform())
	}
	if place := os.Getenv(Variable); place != "" {
		return findIn(b.file, []string{place})
	}
	return findIn(b.file, folders())
}

// findIn returns the first of places that is the library or a folder with it.
func findIn(file string, places []string) (string, error) {
	for _, place := range places {
		info, err := os.Stat(place)
		if err == nil && info.IsDir() {
			place = filepath.Join(place, file)
			info, err = os.Stat(place)
		}
		if err == nil && info.Mode().IsRegular() {
			return filepath.Abs(place)
		}
	}
	return "", fmt.Errorf("%w: no %s in %q; put that of version %s there or set %s to it", ErrLibrary, file, places, Version, Variable)
}

func folders() []string {
	var list []string
	if executable, err := os.Executable(); err == nil {
		dir := filepath.Dir(executable)
		list = append(list, dir, filepath.Join(dir, "lib"), filepath.Join(dir, "..", "Frameworks"))
	}
	if data := dataFolder(); data != "" {
		list = append(list, filepath.Join(data, "patina", "onnxruntime", Version))
	}
	return list
}

// dataFolder is where programs keep what a user would not back up by hand.
func dataFolder() string {
	home, _ := os.UserHomeDir()
	switch {
	case runtime.GOOS == "windows":
		return os.Getenv("LOCALAPPDATA")
	case runtime.GOOS == "darwin" && home != "":
		return filepath.Join(home, "Library", "Application Support")
	case os.Getenv("XDG_DATA_HOME") != "":
		return os.Getenv("XDG_DATA_HOME")
	case home != "":
		return filepath.Join(home, ".local", "share")
	}
	return ""
}

// Verify checks that the file is the library of this version for this platform. A
// library that is cut short would kill the process when it is opened, so this comes
// first. sums, which may be nil, remembers the hash of a file that has not changed. The
// error wraps ErrLibrary and says what the file is instead.
func Verify(path string, sums *checksum.Sums) error {
	want, ok := builds[platform()]
	if !ok {
		return fmt.Errorf("%w: there is no library for %s", ErrLibrary, platform())
	}
	if err := verify(path, want, sums); err != nil {
		return fmt.Errorf("%w: %s: %w", ErrLibrary, path, err)
	}
	return nil
}

func verify(path string, want build, sums *checksum.Sums) error {
	f, err := os.Open(path)
	if err != nil {
		return errors.Unwrap(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	found, err := identify(f)
	switch {
	case err != nil:
		return fmt.Errorf("it is damaged or no library (%w)", err)
	case found.platform != platform():
		return fmt.Errorf("it is for %s, expected %s", found.platform, platform())
	case found.version != "" && found.version != Version:
		return fmt.Errorf("it has version %s, expected %s", found.version, Version)
	case info.Size() < want.size && found.version != "":
		return fmt.Errorf("it is cut short: expected %d bytes, found %d", want.size, info.Size())
	}
	got, err := sums.Of(path)
	if err != nil {
		return err
	}
	if got != want.sha256 {
		return fmt.Errorf("it is not the library of version %s as published: expected the SHA-256 %s, found %s", Version, want.sha256, got)
	}
	return nil
}

// Hashes identifies the files that decide which devices work: the library's, and those of
// the providers that lie beside it.
func (r *Runtime) Hashes() (string, error) {
	folder := filepath.Dir(r.path)
	files := []string{r.path}
	if c, ok := cudas[platform()]; ok {
		files = append(files, filepath.Join(folder, c.provider), filepath.Join(folder, c.shared))
	}
	var list []string
	for _, file := range files {
		sum, err := r.sums.Of(file)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue // it comes as a download of its own
		case err != nil:
			return "", err
		}
		list = append(list, sum)
	}
	return strings.Join(list, "+"), nil
}
