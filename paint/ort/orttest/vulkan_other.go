//go:build !linux

package orttest

// chooseVulkan does nothing where WebGPU does not stand on Vulkan.
func chooseVulkan() {}
