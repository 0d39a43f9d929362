package devices

import "fmt"

// Transfer is a copy of a component's weights from one device to another, on its way or
// done.
type Transfer struct {
	Component string  `json:"component"`
	From      ID      `json:"from"`
	To        ID      `json:"to"`
	Done      Bytes   `json:"done"` // grows to Total
	Total     Bytes   `json:"total"`
	Seconds   float64 `json:"seconds"` // since it began
}

// Finished tells whether all bytes are where they should be.
func (t Transfer) Finished() bool { return t.Done >= t.Total }

// String returns the transfer as a progress line: "unet to cuda:0, 0.9 of 1.9 GB".
func (t Transfer) String() string {
	if t.Finished() {
		return fmt.Sprintf("%s to %s, %s in %.1f s", t.Component, t.To, t.Total, t.Seconds)
	}
	return fmt.Sprintf("%s to %s, %s of %s", t.Component, t.To, number(t.Done), t.Total)
}
