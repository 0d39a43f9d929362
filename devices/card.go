package devices

import "context"

// Card is a graphics processor as the system or its driver knows it. Which providers can
// drive it is another question.
type Card struct {
	Vendor  string // "NVIDIA", "AMD", "Intel", "Apple", or "" when unknown
	Name    string
	Address string // on the bus, such as "0000:01:00.0"; "" when unknown
	Driver  string // version, "" when unknown
	Index   int    // as its driver counts, from 0

	Total, Free Bytes // memory; 0 when nobody tells
	Unified     bool  // its memory is the processor's
}

// Source tells of cards. A driver or library that is not there is no error: there are no
// cards then.
type Source func(ctx context.Context) ([]Card, error)
