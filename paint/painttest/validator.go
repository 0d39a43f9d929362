package painttest

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// ValidateGLTF holds a GLB or glTF file against the Khronos glTF validator and fails
// the test for every error that it finds. PATINA_GLTF_VALIDATOR names the folder of
// the npm package gltf-validator, which make test brings; without it the file is not
// validated, unless REQUIRE_VALIDATOR makes that a failure.
func ValidateGLTF(t testing.TB, path string) {
	t.Helper()
	validator := os.Getenv("PATINA_GLTF_VALIDATOR")
	if validator == "" {
		if os.Getenv("REQUIRE_VALIDATOR") != "" {
			t.Fatal("REQUIRE_VALIDATOR is set, but PATINA_GLTF_VALIDATOR names no gltf-validator package")
		}
		t.Log("not validated: PATINA_GLTF_VALIDATOR is not set; make test sets it")
		return
	}
	out, err := exec.Command("node", "-e", validateScript, validator, path).CombinedOutput()
	if err != nil {
		t.Errorf("gltf-validator refuses %s: %v\n%s", filepath.Base(path), err, out)
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
