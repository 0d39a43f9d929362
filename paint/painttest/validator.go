package painttest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// ValidateGLTF holds a GLB or glTF file against the Khronos glTF validator and fails
// the test for every error that it finds. PATINA_GLTF_VALIDATOR names the folder of
// the npm package gltf-validator, which make test brings; without it the file is not
// validated, unless REQUIRE_VALIDATOR makes that a failure.
func ValidateGLTF(t testing.TB, path string) {
	t.Helper()
	if found := errorsOfGLTF(t, path); len(found) > 0 {
		t.Errorf("gltf-validator refuses %s:\n%s", filepath.Base(path), strings.Join(found, "\n"))
	}
}

// ValidateNoWorse is ValidateGLTF for what was made of a file that has errors of its own:
// it fails the test for kinds of errors that the source does not have as often.
func ValidateNoWorse(t testing.TB, path, source string) {
	t.Helper()
	allowed := map[string]int{}
	for _, line := range errorsOfGLTF(t, source) {
		allowed[kindOf(line)]++
	}
	for _, line := range errorsOfGLTF(t, path) {
		if allowed[kindOf(line)]--; allowed[kindOf(line)] < 0 {
			t.Errorf("gltf-validator refuses %s, and not what it was made of: %s", filepath.Base(path), line)
		}
	}
}

// kindOf returns the code that an error starts with.
func kindOf(line string) string {
	code, _, _ := strings.Cut(line, " ")
	return code
}

// errorsOfGLTF returns the errors of a file, a line for each.
func errorsOfGLTF(t testing.TB, path string) []string {
	t.Helper()
	validator := os.Getenv("PATINA_GLTF_VALIDATOR")
	if validator == "" {
		if os.Getenv("REQUIRE_VALIDATOR") != "" {
			t.Fatal("REQUIRE_VALIDATOR is set, but PATINA_GLTF_VALIDATOR names no gltf-validator package")
		}
		t.Log("not validated: PATINA_GLTF_VALIDATOR is not set; make test sets it")
		return nil
	}
	out, err := exec.Command("node", "-e", validateScript, validator, path).CombinedOutput()
	switch text := strings.TrimSpace(string(out)); {
	case err == nil:
		return nil
	case text == "":
		return []string{err.Error()}
	default:
		return strings.Split(text, "\n")
	}
}

// validateScript prints the errors of a file and ends with status 1 when it has any.
const validateScript = `
const [validator, path] = process.argv.slice(1), fs = require('fs'), folder = require('path').dirname(path);
require(validator).validateBytes(new Uint8Array(fs.readFileSync(path)), {
  maxIssues: 0,
  externalResourceFunction: uri => Promise.resolve(new Uint8Array(fs.readFileSync(folder + '/' + decodeURIComponent(uri)))),
}).then(report => {
  const bad = report.issues.messages.filter(m => m.severity === 0);
  for (const m of bad) console.log(m.code, m.pointer, m.message);
  process.exit(bad.length ? 1 : 0);
});`
