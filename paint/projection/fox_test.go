//go:build !race

package projection

import (
	"context"
	"image/png"
	"os"
	"testing"

	"patina/paint/meshio"
	"patina/paint/view"
)

// foxFolder holds a real mesh and the picture that it was made from, which is not
// quite from the front.
const foxFolder = "../../../shared/inputs/fox/"

// The reference of the fox was drawn with a lens of about 40 degrees from a little
// to the left of the front and below it; measured with this search and checked by
// eye on the overlaid outlines.
func TestFoxIsSeenFromTheLeft(t *testing.T) {
	if _, err := os.Stat(foxFolder + "mesh.glb"); err != nil {
		t.Skipf("the real input is not here: %v", err)
	}
	file, err := meshio.Open(context.Background(), foxFolder+"mesh.glb")
	if err != nil {
		t.Fatal(err)
	}
	picture, err := os.Open(foxFolder + "reference.png")
	if err != nil {
		t.Fatal(err)
	}
	defer picture.Close()
	reference, err := png.Decode(picture)
	if err != nil {
		t.Fatal(err)
	}
	req := request(file.Mesh, reference, view.Front())
	req.Settings.Reference.FindView = true
	painted, e := paintViews(t, req)
	t.Logf("%q", e.notices)
	if off := angleBetween(painted[0].View, view.At(350, -9)); off > 6 || !painted[0].View.Lens.IsPerspective() {
		t.Errorf("found %s", direction(painted[0].View))
	}
	p := passes(t, file.Mesh, painted[0].View, painted[0].Image.Rect.Dx())
	var seen, trusted int
	for i, on := range p.Mask {
		if on {
			seen++
			if painted[0].Image.Pix[4*i+3] >= opaqueEnough {
				trusted++
			}
		}
	}
	if share := float64(trusted) / float64(seen); share < 0.95 {
		t.Errorf("only %.3f of what the camera sees is covered by the reference", share)
	}
}
