// Package noise draws the standard normal numbers that diffusion starts from and
// adds on the way, so that a seed means here what it means in PyTorch: its CPU
// generator (a Mersenne Twister) in float32 and float16, and its CUDA generator
// (Philox). The streams are facts of reference section 5.
package noise

import "fmt"

// Kind names a generator and the precision that its numbers are drawn in.
type Kind string

// The kinds. CPUHalf is what the reference's default configuration uses, because
// its latents are float16; CPUHalfRounded is the same on newer PyTorch versions, where every half function rounds.
const (
	CPU            Kind = "cpu"              // CPU generator, float32
	CPUHalf        Kind = "cpu-half"         // CPU generator, float16, arithmetic in float32
	CPUHalfRounded Kind = "cpu-half-rounded" // CPU generator, float16, every function rounded to half
	CUDA           Kind = "cuda"             // CUDA generator, float32
	CUDAHalf       Kind = "cuda-half"        // CUDA generator, rounded to float16
)

// Kinds returns all kinds, the default first.
func Kinds() []Kind { return []Kind{CPU, CPUHalf, CPUHalfRounded, CUDA, CUDAHalf} }

// Source is a stream of standard normal numbers. It is not safe for concurrent use.
type Source interface {
	// Fill overwrites dst with the next numbers, as one call of torch.randn for a
	// contiguous tensor of len(dst) elements would. How a stream is cut into calls
	// changes the numbers.
	Fill(dst []float32)
	// State returns where the stream stands; Resume goes on from there.
	State() State
}

// State is where a stream stands. It is a plain value that can be stored as JSON.
type State struct {
	Kind   Kind     `json:"kind"`
	Seed   uint64   `json:"seed"`
	Offset uint64   `json:"offset,omitempty"` // CUDA: numbers consumed for each thread
	Words  []uint32 `json:"words,omitempty"`  // CPU: the twister's 624 words
	Index  int      `json:"index,omitempty"`  // CPU: the next of Words, 0 to 624
	Cached *float64 `json:"cached,omitempty"` // CPU: the second number of the last short draw
}

// New returns the stream of a kind that a seed starts. An unknown kind is an error
// that lists the known ones.
func New(kind Kind, seed uint64) (Source, error) {
	switch kind {
	case CPU, CPUHalf, CPUHalfRounded:
		return &cpu{kind: kind, seed: seed, twister: newTwister(uint32(seed))}, nil
	case CUDA, CUDAHalf:
		return &cuda{kind: kind, seed: seed}, nil
	}
	return nil, fmt.Errorf("there is no noise %q: choose one of %v", kind, Kinds())
}

// Resume returns the stream that stands where state says, bit for bit.
func Resume(state State) (Source, error) {
	source, err := New(state.Kind, state.Seed)
	if err != nil {
		return nil, err
	}
	switch s := source.(type) {
	case *cpu:
		if len(state.Words) != words || state.Index < 0 || state.Index > words {
			return nil, fmt.Errorf("the saved noise is damaged: %d words at index %d, expected %d", len(state.Words), state.Index, words)
		}
		copy(s.twister.words[:], state.Words)
		s.twister.index = state.Index
		if state.Cached != nil {
			cached := *state.Cached
			s.cached = &cached
		}
	case *cuda:
		s.offset = state.Offset
	}
	return source, nil
}
