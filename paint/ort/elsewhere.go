package ort

/*
#include "api.h"

static OrtStatus *assignments(const OrtSession *s, const OrtEpAssignedSubgraph *const **out, size_t *n) { return CALL(Session_GetEpGraphAssignmentInfo)(s, out, n); }
static OrtStatus *provider_of(const OrtEpAssignedSubgraph *g, const char **out) { return CALL(EpAssignedSubgraph_GetEpName)(g, out); }
static OrtStatus *nodes_of(const OrtEpAssignedSubgraph *g, const OrtEpAssignedNode *const **out, size_t *n) { return CALL(EpAssignedSubgraph_GetNodes)(g, out, n); }
static OrtStatus *operator_of(const OrtEpAssignedNode *n, const char **out) { return CALL(EpAssignedNode_GetOperatorType)(n, out); }
*/
import "C"

import (
	"errors"
	"unsafe"

	"patina/devices"
)

// Elsewhere returns how many operators of each kind the processor runs for a network
// that was loaded on another device with Lenient: none when the device runs all.
func (s *Session) Elsewhere() (map[string]int, error) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	if s.closed {
		return nil, errors.New("cannot ask a network that was closed")
	}
	counts := map[string]int{}
	if s.device.id == devices.Processor || !s.options.Lenient {
		return counts, nil
	}
	var list **C.OrtEpAssignedSubgraph
	var n C.size_t
	if err := failure(C.assignments(sessionOf(s.inner), &list, &n)); err != nil {
		return nil, err
	}
	for _, part := range unsafe.Slice(list, int(n)) {
		if err := countOperators(part, counts); err != nil {
			return nil, err
		}
	}
	return counts, nil
}

// countOperators adds the operators of a part of a graph that the processor runs.
func countOperators(part *C.OrtEpAssignedSubgraph, counts map[string]int) error {
	var provider *C.char
	if err := failure(C.provider_of(part, &provider)); err != nil || C.GoString(provider) != "CPUExecutionProvider" {
		return err
	}
	var nodes **C.OrtEpAssignedNode
	var n C.size_t
	if err := failure(C.nodes_of(part, &nodes, &n)); err != nil {
		return err
	}
	for _, node := range unsafe.Slice(nodes, int(n)) {
		var operator *C.char
		if err := failure(C.operator_of(node, &operator)); err != nil {
			return err
		}
		counts[C.GoString(operator)]++
	}
	return nil
}
