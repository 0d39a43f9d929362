package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"testing"
)

// asPatina tells the test binary to be the program: so tests run exactly what ships,
// under the race detector, without building it a second time.
const asPatina = "PATINA_TEST_IS_PATINA"

func TestMain(m *testing.M) {
	if os.Getenv(asPatina) != "" {
		os.Exit(run(os.Args[1:]))
	}
	os.Exit(m.Run())
}

// command prepares a run of the program.
func command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Env = append(os.Environ(), asPatina+"=1")
	return cmd
}

// outcome is what a run of the program left.
type outcome struct {
	status         int
	stdout, stderr string
}

// patina runs the program to its end.
func patina(t *testing.T, args ...string) outcome {
	t.Helper()
	cmd := command(t.Context(), args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); cmd.ProcessState == nil {
		t.Fatalf("patina %v: %v", args, err)
	}
	return outcome{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}
