// Package orttest opens ONNX Runtime for tests.
package orttest

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"patina/paint/onnx"
	"patina/paint/ort"
	"patina/paint/tensor"
)

// Library returns the path of the library: what ort.Find finds, or what lies in bin or
// .deps of the repository. Without one the test is skipped, or fails when REQUIRE_ORT
// is set.
func Library(t testing.TB) string {
	t.Helper()
	path, err := ort.Find()
	if err == nil {
		return path
	}
	for _, folder := range []string{"bin", filepath.Join(".deps", "onnxruntime", ort.Version)} {
		matches, _ := filepath.Glob(filepath.Join(root(), folder, "*onnxruntime.*"))
		if len(matches) > 0 {
			return matches[0]
		}
	}
	if os.Getenv("REQUIRE_ORT") != "" {
		t.Fatal(err)
	}
	t.Skip("SKIPPED:", err)
	return ""
}

func root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..", "..")
}

// Open returns the runtime over Library.
func Open(t testing.TB) *ort.Runtime {
	t.Helper()
	r, err := ort.Open(Library(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Run loads a model, runs it once and closes it.
func Run(t testing.TB, model onnx.Model, in map[string]tensor.Tensor) map[string]tensor.Tensor {
	t.Helper()
	session, err := Open(t).Load(context.Background(), model)
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	out, err := session.Run(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
