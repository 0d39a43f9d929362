package main

import (
	"context"
	"fmt"
	"image"
	"image/draw"
	"slices"

	"patina/assets/training/objects"
	"patina/assets/training/pictures"
	"patina/paint/imageio"
	"patina/paint/parallel"
	"patina/paint/view"
)

// writeSheet writes one picture with a row for each object: its references, then the
// views.
func (o options) writeSheet(ctx context.Context) error {
	family := -1
	if o.family != "" {
		if family = slices.Index(objects.Families(), o.family); family < 0 {
			return fmt.Errorf("there is no family %q; there are %v", o.family, objects.Families())
		}
	}
	columns := o.references + viewCount
	sheet := image.NewNRGBA(image.Rect(0, 0, columns*o.size, int(o.count)*o.size))
	errs := make([]error, o.count)
	err := parallel.Workers(ctx, o.workers, int(o.count), func(_, i int) {
		seed := o.first + uint64(i)
		object := objects.New(seed)
		if family >= 0 {
			object = objects.NewOf(seed, family)
		}
		var row []*image.NRGBA
		row, errs[i] = o.row(ctx, object)
		for column, img := range row {
			at := image.Pt(column*o.size, i*o.size)
			draw.Draw(sheet, img.Rect.Add(at), img, image.Point{}, draw.Src)
		}
	})
	for _, e := range append(errs, err) {
		if e != nil {
			return e
		}
	}
	return imageio.SavePNG(o.sheet, sheet)
}

// row returns the references on white and the views of an object.
func (o options) row(ctx context.Context, object *objects.Object) ([]*image.NRGBA, error) {
	studio := pictures.NewStudio(object)
	references, err := studio.References(ctx, o.references, o.size)
	if err != nil {
		return nil, err
	}
	var row []*image.NRGBA
	for _, r := range references {
		row = append(row, pictures.OnWhite(r.Image))
	}
	views := view.Default().Views
	passes, err := studio.Passes(ctx, views, o.size)
	if err != nil {
		return nil, err
	}
	for i, v := range views {
		img, err := studio.Albedo(ctx, v, passes[i])
		if err != nil {
			return nil, err
		}
		row = append(row, img)
	}
	return row, nil
}
