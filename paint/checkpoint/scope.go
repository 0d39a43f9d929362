package checkpoint

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Scope hands the tensors below a prefix to the one who builds a network, and keeps
// account: what was missing or did not fit, and what nobody asked for.
type Scope struct {
	weights *Weights
	prefix  string
	asked   map[string]bool
	misfits []*TensorError
}

// Scope returns the tensors whose keys start with prefix, which may be empty and else
// ends in a dot.
func (w *Weights) Scope(prefix string) *Scope {
	return &Scope{weights: w, prefix: prefix, asked: map[string]bool{}}
}

// Tensor returns the tensor of that key below the prefix. When it is missing, has
// another shape or is neither float32 nor float16, Err will say so, and what is
// returned has the right shape but is in no file.
func (s *Scope) Tensor(key string, shape ...int) Entry {
	key = s.prefix + key
	s.asked[key] = true
	wanted := Entry{Key: key, Shape: shape}
	e, ok := s.weights.entries[key]
	switch {
	case !ok:
		s.misfit(key, fmt.Sprintf("a tensor %v", shape), "none")
		return wanted
	case !slices.Equal(e.Shape, shape):
		s.misfit(key, fmt.Sprintf("%v %v", e.DType, shape), e.describe())
		return wanted
	case e.DType != F32 && e.DType != F16:
		s.misfit(key, fmt.Sprintf("float16 or float32 %v", shape), e.describe())
		return wanted
	}
	return e
}

func (s *Scope) misfit(key, expected, found string) {
	file := s.weights.name
	if e, ok := s.weights.entries[key]; ok {
		file = e.File
	}
	s.misfits = append(s.misfits, &TensorError{File: file, Key: key, Expected: expected, Found: found})
}

// Err returns nil when every tensor was there and fitted and none below the prefix is
// left over, except those whose keys dormant accepts. Otherwise it is a *TensorError
// of the first that does not, in the order of asking, with the number of the others.
func (s *Scope) Err(dormant func(key string) bool) error {
	misfits := s.misfits
	for _, key := range slices.Sorted(maps.Keys(s.weights.entries)) {
		if strings.HasPrefix(key, s.prefix) && !s.asked[key] && !dormant(key) {
			e := s.weights.entries[key]
			misfits = append(misfits, &TensorError{File: e.File, Key: key, Expected: "no such tensor in this network", Found: e.describe()})
		}
	}
	if len(misfits) == 0 {
		return nil
	}
	first := *misfits[0]
	first.More = len(misfits) - 1
	return &first
}
