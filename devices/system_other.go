//go:build !linux && !darwin && !windows

package devices

import (
	"context"
	"errors"
	"runtime"
)

// system is this machine; root is looked at on Linux only.
type system struct{ root string }

func (s system) processor() (Device, error) {
	return Device{ID: Processor, Provider: CPU, Name: "Processor", Cores: runtime.NumCPU(), Unified: true},
		errors.New("how much memory this system has is not known")
}

func (s system) cards(context.Context) ([]Card, error) { return nil, nil }
