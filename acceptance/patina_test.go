package acceptance

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"patina/assets"
)

// program is Patina, built with the race detector.
var program string

func TestMain(m *testing.M) {
	status, err := buildAndRun(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(status)
}

func buildAndRun(m *testing.M) (status int, err error) {
	dir, err := os.MkdirTemp("", "patina")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(dir)
	program = filepath.Join(dir, "patina")
	if out, err := exec.Command("go", "build", "-race", "-o", program, "patina").CombinedOutput(); err != nil {
		return 1, fmt.Errorf("build the program: %w\n%s", err, out)
	}
	return m.Run(), nil
}

// command prepares a run of the program, with a home of its own.
func command(ctx context.Context, t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(ctx, program, args...)
	home := t.TempDir()
	cmd.Dir = home
	cmd.Env = append(os.Environ(), "HOME="+home, "XDG_CONFIG_HOME="+home)
	return cmd
}

// outcome is what a run of the program left.
type outcome struct {
	status         int
	stdout, stderr string
}

// patina runs the program to its end.
func patina(t testing.TB, args ...string) outcome {
	t.Helper()
	cmd := command(t.Context(), t, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); cmd.ProcessState == nil {
		t.Fatalf("patina %v: %v", args, err)
	}
	return outcome{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// writeSample lays the sample that the program brings into files.
func writeSample(t *testing.T, mesh, picture string) {
	t.Helper()
	for path, name := range map[string]string{mesh: assets.SampleMesh, picture: assets.SampleReference} {
		b, err := assets.Files.ReadFile(name)
		if err == nil {
			err = os.WriteFile(path, b, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
