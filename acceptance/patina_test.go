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

// build is the path of the program, built in one of two ways.
type build string

// Jobs are tried with the program as people have it. Where many goroutines meet, in the
// window and once in a job of every kind, the race detector watches.
var plain, raced build

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
	plain, raced = build(filepath.Join(dir, "patina")), build(filepath.Join(dir, "raced"))
	for _, args := range [][]string{{string(plain)}, {string(raced), "-race"}} {
		args = append([]string{"build", "-o"}, append(args, "patina")...)
		if out, err := exec.Command("go", args...).CombinedOutput(); err != nil {
			return 1, fmt.Errorf("build the program: %w\n%s", err, out)
		}
	}
	return m.Run(), nil
}

// command prepares a run of the program, with a home of its own.
func (b build) command(ctx context.Context, t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(ctx, string(b), args...)
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

// patina runs the program as people have it to its end.
func patina(t testing.TB, args ...string) outcome {
	t.Helper()
	return plain.run(t, args...)
}

// run runs the program to its end. The race detector ends it with a status of its own.
func (b build) run(t testing.TB, args ...string) outcome {
	t.Helper()
	cmd := b.command(t.Context(), t, args...)
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
