//go:build !windows

package ort

/*
#cgo linux LDFLAGS: -ldl
#include <dlfcn.h>
#include <stdlib.h>
*/
import "C"

import (
	"errors"
	"unsafe"
)

// baseOf returns the address of OrtGetApiBase in a library that is loaded.
func baseOf(path string) (unsafe.Pointer, error) {
	file, symbol := C.CString(path), C.CString("OrtGetApiBase")
	defer C.free(unsafe.Pointer(file))
	defer C.free(unsafe.Pointer(symbol))
	library := C.dlopen(file, C.RTLD_LAZY|C.RTLD_NOLOAD)
	if library == nil {
		return nil, errors.New(C.GoString(C.dlerror()))
	}
	address := C.dlsym(library, symbol)
	if address == nil {
		return nil, errors.New(C.GoString(C.dlerror()))
	}
	return address, nil
}

// preload loads a library so that those that need it by name find it, wherever it lies.
func preload(path string) error {
	file := C.CString(path)
	defer C.free(unsafe.Pointer(file))
	if C.dlopen(file, C.RTLD_LAZY|C.RTLD_GLOBAL) == nil {
		return errors.New(C.GoString(C.dlerror()))
	}
	return nil
}
