package terminal

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"patina/assets"
)

func runCoverage(t *testing.T, line string) (status int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	status = RunCoverage(t.Context(), parse(t, line), Parts{
		Sample: assets.Files, SampleMesh: assets.SampleMesh, Stdout: &out, Stderr: &err,
	})
	return status, out.String(), err.String()
}

func TestCoverageIsTold(t *testing.T) {
	status, stdout, stderr := runCoverage(t, "coverage --sample")
	if status != ExitDone || stderr != "" {
		t.Fatalf("exit status %d: %s", status, stderr)
	}
	for _, want := range []string{"The cameras see ", "Angles between", "Texels on a length of 1", "camera  azimuth"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("the report lacks %q:\n%s", want, stdout)
		}
	}
}

func TestCoverageAsJSONWithMoreCameras(t *testing.T) {
	var few, more struct {
		Seen float64
		Rig  struct{ Views []any }
	}
	for line, into := range map[string]any{"coverage --sample --json --cameras 6": &few, "coverage --sample --json --cameras auto:4": &more} {
		status, stdout, stderr := runCoverage(t, line)
		if err := json.Unmarshal([]byte(stdout), into); err != nil || status != ExitDone {
			t.Fatalf("%s: exit status %d, %v: %s", line, status, err, stderr)
		}
	}
	if more.Seen <= few.Seen || len(more.Rig.Views) <= len(few.Rig.Views) || len(more.Rig.Views) > 10 {
		t.Errorf("%d cameras see %.3f, %d see %.3f", len(few.Rig.Views), few.Seen, len(more.Rig.Views), more.Seen)
	}
}

func TestCoverageFails(t *testing.T) {
	if status, _, stderr := runCoverage(t, "coverage missing.glb"); status != ExitFailed || !strings.Contains(stderr, "missing.glb") {
		t.Errorf("exit status %d: %s", status, stderr)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if status := RunCoverage(ctx, parse(t, "coverage --sample"), Parts{
		Sample: assets.Files, SampleMesh: assets.SampleMesh, Stdout: &bytes.Buffer{}, Stderr: &bytes.Buffer{},
	}); status != ExitCancelled {
		t.Errorf("cancelled: exit status %d", status)
	}
}
