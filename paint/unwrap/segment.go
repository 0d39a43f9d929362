package unwrap

import "context"

// segment divides the surface into the charts to begin with.
func (s *surface) segment(ctx context.Context, maxBend float64, told *progress) ([][]int32, error) {
	chartOf, charts, err := newGrower(s, maxBend).grow(ctx, func(share float64) { told.reach(0, grown, share) })
	if err != nil {
		return nil, err
	}
	if chartOf, err = smooth(ctx, s, chartOf, charts); err != nil {
		return nil, err
	}
	return reconnect(s, chartOf, charts), nil
}
