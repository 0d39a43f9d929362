package orttest

import (
	"context"
	"os"
	"slices"
	"sync"
	"testing"

	"patina/devices"
)

// Devices returns the devices that tests run networks on: the processor, and the first
// device of each other provider that has one. By WebGPU that is the graphics card, or,
// where no Vulkan driver is chosen, one that computes on the processor, which make test
// lays into .deps. Without a device for WebGPU it says so loudly, and fails when
// REQUIRE_WEBGPU is set.
func Devices(t testing.TB) []devices.ID {
	t.Helper()
	proven := prove(t)
	list := []devices.ID{devices.Processor}
	for _, p := range []devices.Provider{devices.CUDA, devices.DirectML, devices.CoreML, devices.WebGPU} {
		id := devices.NewID(p, 0)
		err := proven[id]
		switch {
		case err == nil:
			list = append(list, id)
		case p == devices.WebGPU && os.Getenv("REQUIRE_WEBGPU") != "":
			t.Fatal(err)
		case p == devices.WebGPU:
			t.Log("SKIPPED on webgpu:0, run make swiftshader:", err)
		default:
			t.Log("not on", id, "which is not here:", err)
		}
	}
	return list
}

// WebGPU returns the device that WebGPU drives; without one the test is skipped, or
// fails when REQUIRE_WEBGPU is set.
func WebGPU(t testing.TB) devices.ID {
	t.Helper()
	id := devices.NewID(devices.WebGPU, 0)
	if !slices.Contains(Devices(t), id) {
		t.Skip("SKIPPED: there is no device for WebGPU")
	}
	return id
}

var proofs struct {
	once sync.Once
	of   map[devices.ID]error
}

// prove tries the first device of each provider, once for each run of the tests.
func prove(t testing.TB) map[devices.ID]error {
	runtime := Open(t)
	proofs.once.Do(func() {
		chooseVulkan()
		proofs.of = map[devices.ID]error{}
		for _, p := range []devices.Provider{devices.CUDA, devices.DirectML, devices.CoreML, devices.WebGPU} {
			id := devices.NewID(p, 0)
			_, proofs.of[id] = runtime.Probe(context.Background(), devices.Device{ID: id, Provider: p})
		}
	})
	return proofs.of
}
