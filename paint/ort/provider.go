package ort

import (
	"fmt"
	"strconv"
	"strings"

	onnxruntime "github.com/yalue/onnxruntime_go"

	"patina/devices"
)

// provide lets a session run on a device.
func provide(o *onnxruntime.SessionOptions, on devices.ID) error {
	index, err := indexOf(on)
	if err != nil {
		return err
	}
	switch on.Provider() {
	case devices.CPU:
		return nil
	case devices.WebGPU:
		return provideWebGPU(o, index)
	case devices.CUDA:
		return provideCUDA(o, index)
	case devices.DirectML:
		return o.AppendExecutionProviderDirectML(index)
	case devices.CoreML:
		return provideCoreML(o, index)
	}
	return fmt.Errorf("no provider drives the device %q", on)
}

// indexOf returns the number in "cuda:1".
func indexOf(id devices.ID) (int, error) {
	_, number, ok := strings.Cut(string(id), ":")
	if !ok {
		return 0, nil
	}
	index, err := strconv.Atoi(number)
	if err != nil || index < 0 {
		return 0, fmt.Errorf("no device has the name %q", id)
	}
	return index, nil
}

// provideWebGPU takes the fastest card that Dawn finds; the provider cannot be given
// another.
func provideWebGPU(o *onnxruntime.SessionOptions, index int) error {
	if index > 0 {
		return fmt.Errorf("WebGPU drives the first card only, not number %d", index)
	}
	return o.AppendExecutionProvider("WebGPU", nil)
}

// provideCoreML takes all that CoreML drives, which is one device.
func provideCoreML(o *onnxruntime.SessionOptions, index int) error {
	if index > 0 {
		return fmt.Errorf("CoreML drives one device, there is no number %d", index)
	}
	return o.AppendExecutionProviderCoreMLV2(map[string]string{"ModelFormat": "MLProgram", "MLComputeUnits": "ALL"})
}

// provideCUDA takes the card of that number. Memory is taken from it as it is needed
// and no further, and algorithms are chosen without trying them all, which would take
// a minute and the memory of the greediest.
func provideCUDA(o *onnxruntime.SessionOptions, index int) error {
	options, err := onnxruntime.NewCUDAProviderOptions()
	if err != nil {
		return err
	}
	defer options.Destroy()
	err = options.Update(map[string]string{
		"device_id":              strconv.Itoa(index),
		"arena_extend_strategy":  "kSameAsRequested",
		"cudnn_conv_algo_search": "HEURISTIC",
	})
	if err != nil {
		return err
	}
	return o.AppendExecutionProviderCUDA(options)
}
