package ort

import (
	"fmt"

	onnxruntime "github.com/yalue/onnxruntime_go"
)

// reserve makes the arena that all sessions on the processor share.
func (r *Runtime) reserve() error {
	info, err := onnxruntime.GetMemoryInfo()
	if err == nil {
		err = onnxruntime.CreateAndRegisterAllocator(info, nil)
	}
	if err != nil {
		return fmt.Errorf("cannot reserve memory for networks: %w", err)
	}
	return nil
}

// giveBack frees the arena, and gives all memory of it back to the system.
func (r *Runtime) giveBack() error {
	info, err := onnxruntime.GetMemoryInfo()
	if err == nil {
		err = onnxruntime.UnregisterAllocator(info)
	}
	trim()
	return err
}
