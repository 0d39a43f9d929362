package bake

import (
	"context"

	"patina/paint/view"
)

// sights hands out what the views see. Those that are asked for more than once are kept
// as far as memory allows, and made again otherwise.
type sights struct {
	surface *surface
	painted []view.Painted
	opt     Options
	tones   []tone // of the views; nil while they are not known
	kept    []*sight
	room    int // bytes left for keeping
}

// sightRoom is how many bytes kept sights may take.
const sightRoom = 1 << 30

func newSights(s *surface, painted []view.Painted, opt Options) *sights {
	return &sights{surface: s, painted: painted, opt: opt, kept: make([]*sight, len(painted)), room: sightRoom}
}

// at returns what view i sees.
func (s *sights) at(ctx context.Context, i int) (*sight, error) {
	v := s.kept[i]
	if v == nil {
		var err error
		if v, err = newSight(ctx, s.surface, s.painted[i], s.opt); err != nil {
			return nil, err
		}
		if size := v.bytes(); size <= s.room {
			s.kept[i], s.room = v, s.room-size
		}
	}
	if v.toned = s.tones != nil; v.toned {
		v.tone = s.tones[i]
	}
	return v, nil
}

// all returns what all views see, whatever memory that takes.
func (s *sights) all(ctx context.Context) ([]*sight, error) {
	views := make([]*sight, len(s.painted))
	for i := range views {
		v, err := s.at(ctx, i)
		if err != nil {
			return nil, err
		}
		s.kept[i], views[i] = v, v
	}
	return views, nil
}

// forget lets go of what view i sees.
func (s *sights) forget(i int) {
	if v := s.kept[i]; v != nil {
		s.kept[i], s.room = nil, s.room+v.bytes()
	}
}

// bytes is about how much memory a sight takes.
func (v *sight) bytes() int { return 8*len(v.pixels) + 88*len(v.faces) }
