package meshio

import (
	"image"
	"image/color"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// at looks a texture up at UVs, in the nearest texel.
func at(img *image.NRGBA, uv geom.Vec2) color.NRGBA {
	size := img.Rect.Dx()
	clamped := func(f float32) int { return min(max(int(f*float32(size)), 0), size-1) }
	return img.NRGBAAt(clamped(uv.X), clamped(uv.Y))
}

// A mesh with new UVs looks as it did, wherever they put it.
func TestUnwrappedMeshesLookAsTheyDid(t *testing.T) {
	b := newSquare()
	quarters := image.NewNRGBA(image.Rect(0, 0, 64, 64)) // red, green, blue and white
	for i := range 64 * 64 {
		quarters.SetNRGBA(i%64, i/64, []color.NRGBA{red, green, blue, {255, 255, 255, 255}}[i%64/32+i/64/32*2])
	}
	b.item("images", 0)["bufferView"] = b.view(pngFile(quarters))
	before := opened(t, "a.glb", b.glb()).Mesh
	after := unwrappedFile(t, "a.glb", b.glb(), Everything).Mesh
	compared := 0
	for f, triangle := range after.Triangles {
		for _, w := range [][3]float32{{.7, .15, .15}, {.15, .7, .15}, {.15, .15, .7}, {.4, .4, .2}} {
			was, is := at(before.Materials[0].Texture, between(before, before.Triangles[f], w)), at(after.Materials[0].Texture, between(after, triangle, w))
			if compared++; was != is {
				t.Errorf("triangle %d at %v shows %v, showed %v", f, w, is, was)
			}
		}
	}
	if compared != 8 {
		t.Errorf("%d places were compared", compared)
	}
}

func between(m *mesh.Mesh, t mesh.Triangle, w [3]float32) (uv geom.Vec2) {
	for k, v := range t {
		uv = geom.Vec2{X: uv.X + w[k]*m.UVs[v].X, Y: uv.Y + w[k]*m.UVs[v].Y}
	}
	return uv
}

// Where new UVs lie in tiles there is no one texture to draw on.
func TestOldLooksInTilesAreLeftOff(t *testing.T) {
	b := newSquare()
	attributesOf(b)["TEXCOORD_1"] = attributesOf(b)["TEXCOORD_0"]
	attributesOf(b)["TEXCOORD_0"] = b.vec2(geom.Vec2{X: 1, Y: 0}, geom.Vec2{X: 2, Y: 0}, geom.Vec2{X: 2, Y: 1}, geom.Vec2{X: 1, Y: 1})
	b.item("materials", 0)["pbrMetallicRoughness"].(dict)["baseColorTexture"].(dict)["texCoord"] = 1
	r, err := readRenewed(t.Context(), renewed{glb: b.glb(), materials: map[int]bool{0: true}}, &folder{}, painted)
	if err != nil {
		t.Fatal(err)
	}
	if look := r.mesh.Materials[0].Texture; look != nil {
		t.Errorf("it shows %v", look.Rect)
	}
}
