package orttest

// #cgo LDFLAGS: -ldl
// #include <dlfcn.h>
// #include <stdlib.h>
import "C"

import (
	"os"
	"path/filepath"
	"unsafe"
)

// chooseVulkan lets WebGPU find SwiftShader and a Vulkan loader in .deps, unless the
// environment names a driver.
func chooseVulkan() {
	if os.Getenv("VK_DRIVER_FILES") != "" || os.Getenv("VK_ICD_FILENAMES") != "" {
		return
	}
	folder := filepath.Join(root(), ".deps", "swiftshader")
	driver := filepath.Join(folder, "vk_swiftshader_icd.json")
	if _, err := os.Stat(driver); err != nil {
		return
	}
	os.Setenv("VK_DRIVER_FILES", driver)
	os.Setenv("VK_ICD_FILENAMES", driver) // for loaders before 1.3.207
	loader := C.CString(filepath.Join(folder, "libvulkan.so.1"))
	defer C.free(unsafe.Pointer(loader))
	C.dlopen(loader, C.RTLD_NOW|C.RTLD_GLOBAL) // WebGPU finds it by its name then
}
