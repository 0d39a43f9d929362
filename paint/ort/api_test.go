package ort

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Every place, result and parameter in api.h is that of the header that onnxruntime_go
// ships, which the C compiler is asked about.
func TestTheAPIIsThatOfTheHeader(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yalue/onnxruntime_go").Output()
	if err != nil {
		t.Fatal(err)
	}
	here, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	source := filepath.Join(t.TempDir(), "check.c")
	if err := os.WriteFile(source, []byte(headerCheck), 0o644); err != nil {
		t.Fatal(err)
	}
	compiler := os.Getenv("CC")
	if compiler == "" {
		compiler = "gcc"
	}
	command := exec.Command(compiler, "-fsyntax-only", "-Wall", "-Werror", "-I", strings.TrimSpace(string(dir)), "-I", here, source)
	if out, err := command.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

const headerCheck = `
#include "onnxruntime_c_api.h"
#include "api.h"

_Static_assert(API_VERSION == ORT_API_VERSION, "version");
_Static_assert(offsetof(struct OrtApiBase, GetApi) == 0, "base");

#define CHECK(place, result, name, parameters) \
	_Static_assert(offsetof(OrtApi, name) == place * sizeof(void *), #name); \
	type_##name check_##name(const OrtApi *api) { return api->name; }
FUNCTIONS(CHECK)
`
