package ort

import (
	"fmt"
	"strings"

	"patina/paint/network"
)

// exhausted are parts of what ONNX Runtime and the libraries below it say when memory
// is used up, in lower case.
var exhausted = []string{
	"out of memory",                   // CUDA, Vulkan, Metal and Dawn
	"failed to allocate memory",       // arenas
	"is smaller than requested bytes", // arenas with a limit
	"bad_alloc", "bad allocation",     // the processor's memory, by compiler
	"cannot allocate memory",                 // mapping files on Linux and macOS
	"not enough memory resources",            // DirectML
	"8007000e",                               // DirectML, as a number
	"alloc_failed",                           // cuBLAS and cuDNN
	"cudaerrormemoryallocation",              // CUDA
	"error_out_of_",                          // Vulkan: VK_ERROR_OUT_OF_DEVICE_MEMORY and _HOST_MEMORY
	"exceeds the max buffer size",            // WebGPU: one tensor is more than the card takes
	"is larger than the maximum buffer size", // the same
	"narrowing_error",                        // WebGPU: one tensor has more elements than 32 bits count
	"insufficient memory",                    // Metal
}

// recognised wraps network.ErrOutOfMemory around errors that mean it.
func recognised(err error) error {
	if err == nil {
		return nil
	}
	text := strings.ToLower(err.Error())
	for _, part := range exhausted {
		if strings.Contains(text, part) {
			return fmt.Errorf("%w: %w", network.ErrOutOfMemory, err)
		}
	}
	return err
}
