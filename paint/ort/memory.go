package ort

/*
#include "api.h"

static OrtStatus *allocator_for(const OrtSession *s, const OrtMemoryInfo *m, OrtAllocator **out) { return CALL(CreateAllocator)(s, m, out); }
static void free_allocator(OrtAllocator *a) { CALL(ReleaseAllocator)(a); }
static OrtStatus *statistics(const OrtAllocator *a, OrtKeyValuePairs **out) { return CALL(AllocatorGetStats)(a, out); }
static void pairs(const OrtKeyValuePairs *kv, const char *const **keys, const char *const **values, size_t *n) { CALL(GetKeyValuePairs)(kv, keys, values, n); }
static void free_pairs(OrtKeyValuePairs *kv) { CALL(ReleaseKeyValuePairs)(kv); }
*/
import "C"

import (
	"strconv"
	"unsafe"

	"patina/devices"
	"patina/paint/network"
)

// MemoryUse returns what the arena that the session computes in holds; on the processor
// it is shared by all sessions. Weights that are mapped from files are not in it, nor are
// those of another device. The answer is false when the provider does not count.
func (s *Session) MemoryUse() (network.MemoryUse, bool) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	if s.closed {
		return network.MemoryUse{}, false
	}
	memory := s.device.memory
	if s.device.id == devices.Processor {
		memory = processorMemory
	}
	var a *C.OrtAllocator
	if failure(C.allocator_for(sessionOf(s.inner), memory, &a)) != nil {
		return network.MemoryUse{}, false
	}
	defer C.free_allocator(a)
	return memoryUse(a)
}

func memoryUse(a *C.OrtAllocator) (network.MemoryUse, bool) {
	counts := counted(a)
	m := network.MemoryUse{InUse: counts["InUse"], Peak: counts["MaxInUse"], Reserved: counts["TotalAllocated"]}
	return m, m != network.MemoryUse{}
}

// counted returns the numbers that an allocator keeps, by name.
func counted(a *C.OrtAllocator) map[string]devices.Bytes {
	var kv *C.OrtKeyValuePairs
	if failure(C.statistics(a, &kv)) != nil || kv == nil {
		return nil
	}
	defer C.free_pairs(kv)
	var keys, values **C.char
	var n C.size_t
	C.pairs(kv, &keys, &values, &n)
	counts := map[string]devices.Bytes{}
	for i, key := range unsafe.Slice(keys, int(n)) {
		number, err := strconv.ParseInt(C.GoString(unsafe.Slice(values, int(n))[i]), 10, 64)
		if err == nil {
			counts[C.GoString(key)] = devices.Bytes(number)
		}
	}
	return counts
}
