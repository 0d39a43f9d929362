package devices

import (
	"cmp"
	"slices"
)

// candidates returns the devices that providers may make of cards.
func candidates(cards []Card, providers []Provider, processor Device) []Device {
	var list []Device
	for _, p := range providers {
		switch p {
		case CUDA:
			list = append(list, driven(p, cards, processor, func(c Card) bool { return c.Vendor == "NVIDIA" })...)
		case DirectML:
			list = append(list, driven(p, cards, processor, func(Card) bool { return true })...)
		case CoreML:
			list = append(list, driven(p, cards, processor, func(c Card) bool { return c.Vendor == "Apple" })...)
		case WebGPU:
			list = append(list, adapter(cards, processor))
		}
	}
	return list
}

// driven returns the cards that a provider drives as its devices.
func driven(p Provider, cards []Card, processor Device, drives func(Card) bool) []Device {
	var list []Device
	for _, c := range cards {
		if drives(c) {
			list = append(list, c.device(p, c.Index, processor))
		}
	}
	return list
}

// device returns a card as a provider drives it. What has no memory of its own has the
// processor's.
func (c Card) device(p Provider, index int, processor Device) Device {
	d := Device{
		ID: NewID(p, index), Provider: p, Name: c.Name, Vendor: c.Vendor, Index: index, Card: c.Address, Driver: c.Driver,
		Total: c.Total, Free: c.Free, Unified: c.Unified,
	}
	if c.Unified {
		d.Total, d.Free = processor.Total, processor.Free
	}
	return d
}

// adapter returns the one device of WebGPU, which chooses among the cards by itself: it
// is asked for the fastest, which is taken to be the one with most memory of its own.
// Without a card it may still find a driver that computes on the processor.
func adapter(cards []Card, processor Device) Device {
	if len(cards) == 0 {
		return Card{Name: "software graphics", Unified: true, Driver: processor.Name}.device(WebGPU, 0, processor)
	}
	best := slices.MaxFunc(cards, func(a, b Card) int {
		return cmp.Or(-compareBool(a.Unified, b.Unified), cmp.Compare(a.Total, b.Total))
	})
	return best.device(WebGPU, 0, processor)
}
