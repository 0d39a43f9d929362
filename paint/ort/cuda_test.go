package ort

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// stub compiles a library from C, with a version in its bytes unless that is empty.
func stub(t *testing.T, path, version, source string) {
	t.Helper()
	if version != "" {
		source += fmt.Sprintf("\nconst char version_text[] = \"\\0%s\\0\";\n", version)
	}
	c := filepath.Join(t.TempDir(), "stub.c")
	write(t, c, source)
	compiler := os.Getenv("CC")
	if compiler == "" {
		compiler = "gcc"
	}
	if out, err := exec.Command(compiler, "-shared", "-fPIC", "-Wl,-soname,"+filepath.Base(path), "-o", path, c).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// A provider that is missing, of another version, or none is told apart, with what to do.
func TestWrongCUDAProvidersAreNamed(t *testing.T) {
	c := cudas["linux/amd64"]
	folder := t.TempDir()
	expect := func(want ...string) {
		t.Helper()
		err := c.check(folder)
		for _, w := range append(want, folder) {
			if err == nil || !strings.Contains(err.Error(), w) {
				t.Errorf("got %v, want %s", err, w)
			}
		}
	}
	expect(c.provider, "beside ONNX Runtime", "put that of version "+Version)
	write(t, filepath.Join(folder, c.provider), strings.Repeat("x", 3<<20))
	expect(c.shared)
	write(t, filepath.Join(folder, c.shared), "")
	expect("does not say which version")
	write(t, filepath.Join(folder, c.provider), strings.Repeat("x", 1<<20-3)+"\x001.30.0\x00"+strings.Repeat("x", 1<<20))
	expect("is of version 1.30.0, which crashes with ONNX Runtime " + Version)
	write(t, filepath.Join(folder, c.provider), "\x001.3.9\x00 zlib \x00"+Version+"\x00")
	if err := c.check(folder); err != nil {
		t.Error(err)
	}
}

// A library of CUDA is loaded from the first folder that has it, wherever that is, and
// then found by its name.
func TestCUDALibrariesAreLoadedFromAnyFolder(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("SKIPPED: the libraries are made for Linux")
	}
	first, second := t.TempDir(), t.TempDir()
	stub(t, filepath.Join(second, "libpatinastub.so.13"), "", "int patina_stub(void) { return 13; }")
	needs := filepath.Join(t.TempDir(), "libneeds.so")
	stub(t, needs, "", "")
	c := cuda{libraries: []string{"libpatinastub.so.13", "libnowhere.so.1"}}
	if err := preload("libpatinastub.so.13"); err == nil {
		t.Fatal("the stub was found before it was loaded")
	}
	if err := c.preload([]string{first, second}); err != nil {
		t.Fatal(err)
	}
	if err := preload("libpatinastub.so.13"); err != nil {
		t.Error(err)
	}
	broken := filepath.Join(first, "libnowhere.so.1")
	write(t, broken, "no library")
	if err := c.preload([]string{first}); err == nil || !strings.Contains(err.Error(), broken) || !strings.Contains(err.Error(), "reinstall CUDA 13") {
		t.Errorf("got %v", err)
	}
}

func TestCUDAIsLookedForWhereTheVariablePoints(t *testing.T) {
	t.Setenv(CUDAVariable, strings.Join([]string{"/a", "/b"}, string(filepath.ListSeparator)))
	if got := cudaFolders(); len(got) != 2 || got[0] != "/a" || got[1] != "/b" {
		t.Errorf("got %q", got)
	}
}

// What CUDA says of a machine that lacks something is told with what to do.
func TestFailuresOfCUDAAreExplained(t *testing.T) {
	for said, want := range map[string]string{
		"Failed to load library /x/libonnxruntime_providers_cuda.so with error: libcublasLt.so.13: cannot open shared object file: No such file or directory": "CUDA lacks libcublasLt.so.13: install CUDA 13",
		"CUDA failure 100: no CUDA-capable device is detected ; GPU=0":                                                                                        "CUDA finds no card",
		"CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version ;":                                                                     "install version 580 or newer",
	} {
		if err := explained(fmt.Errorf("%s", said)); !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), said) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
