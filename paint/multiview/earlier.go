package multiview

import (
	"context"
	"fmt"
	"image"
	"os"
	"path/filepath"

	"patina/paint/imageio"
)

// ViewFile is the name of the picture of the i-th view in a folder of earlier views.
func ViewFile(folder string, i int) string {
	return filepath.Join(folder, fmt.Sprintf("view_%d.png", i+1))
}

// openEarlier opens what the settings say to start from: a file of latents, or a folder
// with a picture of each view, which the autoencoder turns into latents later.
func (r *run) openEarlier() (err error) {
	d := r.req.Settings.Diffusion
	if d.Latents == "" {
		return nil
	}
	if orDefault(d.Strength, 1) == 1 && !d.Reproduce {
		r.say("the latents to start from are painted over entirely: choose a denoise strength below 1 to keep something of them")
	}
	if info, err := os.Stat(d.Latents); err == nil && info.IsDir() {
		r.earlierViews, err = readViews(r.ctx, d.Latents, len(r.passes), r.req.Settings.ViewSize)
		return err
	}
	r.earlier, err = ReadLatents(d.Latents, len(r.passes), 4, r.side(), r.side())
	return err
}

// readViews reads the pictures of n earlier views, on white and as large as a view.
func readViews(ctx context.Context, folder string, n, size int) ([]*image.NRGBA, error) {
	views := make([]*image.NRGBA, n)
	for i := range views {
		picture, err := imageio.Open(ctx, ViewFile(folder, i))
		if err != nil {
			return nil, fmt.Errorf("cannot start from the %d views in %s: %w", n, folder, err)
		}
		views[i] = composite(imageio.Resize(picture.Pixels, size, size, imageio.Bicubic), white)
	}
	return views, nil
}
