package network

import (
	"time"

	"patina/devices"
)

// Transfer counts a copy of so many bytes for Options.Report: the function that is
// returned is told how many are done, first 0, last all.
func (o Options) Transfer(from, to devices.ID, total devices.Bytes) func(done devices.Bytes) {
	if o.Report == nil || from == to {
		return func(devices.Bytes) {}
	}
	start := time.Now()
	return func(done devices.Bytes) {
		o.Report(devices.Transfer{Component: o.Component, From: from, To: to, Done: done, Total: total, Seconds: time.Since(start).Seconds()})
	}
}
