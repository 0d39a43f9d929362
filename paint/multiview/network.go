package multiview

import (
	"context"
	"fmt"
	"math"

	"patina/paint/checkpoint"
	"patina/paint/onnx"
	"patina/paint/tensor"
)

// networks loads networks for as long as they are used.
type networks struct {
	loader Loader
	cache  string // folder of the copies that wide makes
	// progress, when not nil, is told of the bytes that are read to make a copy.
	progress func(done, total int64)

	widening chan struct{} // holds one job: two that need the same copy make one
}

// use builds a network over weights, loads it, lets do run it, and closes it.
func (s *networks) use(ctx context.Context, weights *checkpoint.Weights, build func(*checkpoint.Weights) (onnx.Model, error), do func(Network) error) error {
	weights, err := s.wide(ctx, weights)
	if err != nil {
		return err
	}
	model, err := build(weights)
	if err != nil {
		return err
	}
	n, err := s.loader.Load(ctx, model)
	if err != nil {
		return err
	}
	if err := do(n); err != nil {
		n.Close()
		return err
	}
	return n.Close()
}

// wide returns weights in the precision that processors compute in: a copy in the
// cache, made when it is needed first.
func (s *networks) wide(ctx context.Context, weights *checkpoint.Weights) (*checkpoint.Weights, error) {
	select {
	case s.widening <- struct{}{}:
		defer func() { <-s.widening }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	wide, err := weights.Widened(ctx, s.cache, s.progress)
	if err != nil {
		return nil, err // the cause of ctx as it is
	}
	return wide, weights.Close()
}

// times returns t times a factor.
func times(t tensor.Tensor, factor float32) tensor.Tensor {
	out := tensor.New(t.Shape...)
	for i, v := range t.F32 {
		out.F32[i] = v * factor
	}
	return out
}

// finite returns an error when a number of t is infinite or none.
func finite(t tensor.Tensor, what string) error {
	for _, v := range t.F32 {
		if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
			return fmt.Errorf("the %s is not finite: choose another scheduler or a smaller guidance scale; if that does not help, the model's files are damaged: download them again", what)
		}
	}
	return nil
}
