//go:build !(linux && cgo)

package nvml

import (
	"context"

	"patina/devices"
)

// Cards returns no cards: without cgo, and on other systems, the library cannot be asked.
func Cards(context.Context) ([]devices.Card, error) { return nil, nil }
