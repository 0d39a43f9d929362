//go:build cgo && measure

package arch

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"patina/devices"
	"patina/paint/ort"
	"patina/paint/ort/orttest"
)

// subjects are measured by default: what the tests paint with, and what takes seconds.
// PATINA_SUBJECTS, a list in JSON, names others, such as the published width of 320 (128 for the
// autoencoder), which takes minutes.
var subjects = []subject{
	{"conditional", 16, 6, 256},
	{"conditional", 16, 6, 512},
	{"reference", 16, 6, 256},
	{"conditional", 64, 3, 128},
	{"conditional", 64, 6, 256},
	{"unconditional", 64, 6, 256},
	{"reference", 64, 6, 256},
	{"conditional", 64, 4, 384},
	{"conditional", 64, 6, 512},
	{"conditional", 128, 6, 256},
	{"reference", 128, 6, 512},
	{"encoder", 32, 1, 256},
	{"encoder", 64, 1, 512},
	{"decoder", 32, 1, 256},
	{"decoder", 64, 1, 256},
	{"decoder", 64, 1, 512},
}

// TestMeasure prints a row of devices/measurements.json for each subject:
//
//	go test -tags measure -run 'TestMeasure$' -timeout 60m ./paint/arch
func TestMeasure(t *testing.T) {
	orttest.Open(t)
	if text := os.Getenv("PATINA_SUBJECTS"); text != "" {
		if err := json.Unmarshal([]byte(text), &subjects); err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range subjects {
		row, err := json.Marshal(s.row(s.measure(t)))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println(string(row))
	}
}

func (s subject) row(m measured) devices.Measurement {
	return devices.Measurement{
		Date: time.Now().Format(time.DateOnly), Device: processorName(), Provider: devices.CPU, Library: ort.Version,
		Component: s.Component, Width: s.Width, Views: s.Views, Size: s.Size, Precision: "float32",
		Weights: devices.Bytes(m.Memory.Weights), Folded: devices.Bytes(m.Memory.Folded), Outputs: devices.Bytes(m.Outputs),
		Touched: devices.Bytes(m.Memory.Touched), Operators: m.Memory.Operators, Measured: devices.Bytes(m.Peak - m.Before),
		Seconds: math.Round(m.Seconds*100) / 100, FLOP: m.FLOP,
	}
}

func processorName() string {
	b, _ := os.ReadFile("/proc/cpuinfo")
	_, rest, _ := strings.Cut(string(b), "model name")
	name, _, _ := strings.Cut(rest, "\n")
	return fmt.Sprintf("%s, %d cores", strings.Trim(name, "\t :"), runtime.NumCPU())
}
