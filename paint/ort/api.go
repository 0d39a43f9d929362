package ort

/*
#include <stdlib.h>
#include "api.h"

static int code(const OrtStatus *s) { return CALL(GetErrorCode)(s); }
static const char *message(const OrtStatus *s) { return CALL(GetErrorMessage)(s); }
static void release(OrtStatus *s) { CALL(ReleaseStatus)(s); }
static OrtStatus *env(int level, const char *name, OrtEnv **out) { return CALL(CreateEnv)(level, name, out); }
*/
import "C"

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"unsafe"
)

// environment is the OrtEnv, of which a process has one: onnxruntime_go holds it too.
var environment *C.OrtEnv

// openAPI makes the functions of api.h callable. The library at path must be loaded.
func openAPI(path string) error {
	address, err := baseOf(path)
	if err != nil {
		return err
	}
	if !C.api_open(address) {
		return fmt.Errorf("it has no API of version %d", C.API_VERSION)
	}
	name := C.CString("patina")
	defer C.free(unsafe.Pointer(name))
	const onlyFatal = 4 // errors come back as such
	return failure(C.env(onlyFatal, name, &environment))
}

// failure returns what a status of the API says, and frees it.
func failure(status *C.OrtStatus) error {
	if status == nil {
		return nil
	}
	defer C.release(status)
	return errors.New(strings.TrimSpace(C.GoString(C.message(status))))
}

// pointer returns the C object that onnxruntime_go keeps in a field of one of its own,
// a pointer to a struct.
func pointer(owner any, fields ...string) unsafe.Pointer {
	v := reflect.ValueOf(owner)
	for _, f := range fields {
		v = v.Elem().FieldByName(f)
	}
	return v.UnsafePointer()
}
