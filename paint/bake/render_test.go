package bake_test

import (
	"context"
	"image"
	"math"
	"testing"

	"patina/paint/bake"
	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/raster"
	"patina/paint/view"
)

// textured returns the texture that shows the paint on a mesh, dilated.
func textured(t testing.TB, m *mesh.Mesh, size int, c paint) []*image.NRGBA {
	t.Helper()
	a := mustBake(t, m, nil, bake.Options{Size: size})
	eachTexel(a, func(tex *bake.Texture, i int, p geom.Vec3) { tex.Color[i] = c(p) })
	if err := a.Dilate(context.Background(), 16); err != nil {
		t.Fatal(err)
	}
	return a.Images()
}

// render returns what views see of the textures.
func render(t testing.TB, m *mesh.Mesh, textures []*image.NRGBA, views []view.View, size int) []*image.NRGBA {
	t.Helper()
	images, err := raster.Renderer{}.RenderViews(context.Background(), m, textures, views, size)
	if err != nil {
		t.Fatal(err)
	}
	return images
}

// otherViews are 24 views, none of which is one of the rig's.
func otherViews() []view.View {
	var views []view.View
	for k := range 24 {
		views = append(views, view.At(15*float64(k)+7.5, []float64{-35, 15, 50}[k%3]))
	}
	return views
}

// viewPSNR compares pictures where both show the mesh.
func viewPSNR(a, b []*image.NRGBA) float64 {
	var sum float64
	count := 0
	for k := range a {
		for i := 0; i < len(a[k].Pix); i += 4 {
			if a[k].Pix[i+3] == 0 || b[k].Pix[i+3] == 0 {
				continue
			}
			for c := range 3 {
				d := float64(a[k].Pix[i+c]) - float64(b[k].Pix[i+c])
				sum += d * d
			}
			count += 3
		}
	}
	return 10 * math.Log10(255*255*float64(count)/sum)
}
