package devices

import (
	"context"
	"errors"
)

// system is this machine, or one whose /proc and /sys lie below root.
type system struct{ root string }

func (s system) processor() (Device, error) {
	t := treeAt(s.root)
	total, free := t.limited(t.memory())
	name, cores := t.cores()
	if name == "" {
		name = "Processor"
	}
	d := Device{ID: Processor, Provider: CPU, Name: name, Cores: max(1, cores), Total: total, Free: free, Unified: true}
	if total == 0 {
		return d, errors.New("the system does not tell how much memory there is: /proc/meminfo is missing or damaged")
	}
	return d, nil
}

func (s system) cards(context.Context) ([]Card, error) { return treeAt(s.root).drmCards(), nil }
