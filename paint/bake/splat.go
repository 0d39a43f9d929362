package bake

import (
	"context"
	"patina/paint/view"
)

func splatViews(ctx context.Context, a *Atlas, painted []view.Painted, opt Options) error { return nil }
