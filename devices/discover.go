package devices

import (
	"context"
	"errors"
	"slices"
)

// Options say where Discover looks. The zero value looks at this machine and lists the
// processor alone.
type Options struct {
	Root      string     // of the file system with /proc and /sys; "" is "/"
	Providers []Provider // that the loaded library has; the processor's is always added
	Sources   []Source   // of cards, besides the system's own
}

// Discover returns the devices that the machine seems to have, in order of preference:
// every card with every provider that can drive it, and the processor. None is proven
// yet: lists are not believed, see Prove. A source that fails is skipped: its error
// comes back beside the devices that were found.
func Discover(ctx context.Context, o Options) ([]Device, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	s := system{root: o.root()}
	processor, err := s.processor()
	failed := []error{err}
	var cards []Card
	for _, source := range append([]Source{s.cards}, o.Sources...) {
		found, err := source(ctx)
		if cause := context.Cause(ctx); cause != nil {
			return nil, cause
		}
		failed = append(failed, err)
		cards = merge(cards, found)
	}
	list := append(candidates(cards, o.Providers, processor), processor)
	slices.SortFunc(list, Compare)
	return list, errors.Join(failed...)
}

func (o Options) root() string {
	if o.Root == "" {
		return "/"
	}
	return o.Root
}

// merge adds cards to a list; what a later source says of a card that is in the list
// already replaces what an earlier one said.
func merge(list, more []Card) []Card {
	for _, c := range more {
		i := slices.IndexFunc(list, func(l Card) bool { return c.Address != "" && l.Address == c.Address })
		if i < 0 {
			list = append(list, c)
			continue
		}
		list[i] = c
	}
	return list
}
