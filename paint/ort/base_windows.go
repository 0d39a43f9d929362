package ort

import (
	"syscall"
	"unsafe"
)

// baseOf returns the address of OrtGetApiBase in a library that is loaded.
func baseOf(path string) (unsafe.Pointer, error) {
	library, err := syscall.LoadLibrary(path)
	if err != nil {
		return nil, err
	}
	address, err := syscall.GetProcAddress(library, "OrtGetApiBase")
	return *(*unsafe.Pointer)(unsafe.Pointer(&address)), err
}

// preload loads a library so that those that need it by name find it, wherever it lies.
func preload(path string) error {
	_, err := syscall.LoadLibrary(path)
	return err
}
