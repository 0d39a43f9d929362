package meshio

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"math"
	"os"
	"path/filepath"
	"testing"

	"patina/paint/geom"
)

// newBall is a bumpy ball of about the given number of triangles with a texture of
// 64 x 64.
func newBall(triangles int, normals bool) *build {
	b := newBuild()
	rows := int(math.Sqrt(float64(triangles) / 4))
	columns := 2 * rows
	var points, directions []geom.Vec3
	var uvs []geom.Vec2
	var corners []uint32
	for r := range rows + 1 {
		for c := range columns + 1 {
			u, v := float64(c)/float64(columns), float64(r)/float64(rows)
			sin, cos := math.Sincos(math.Pi * v)
			x, y := math.Sincos(2 * math.Pi * u)
			radius := float32(1 + 0.05*math.Sin(20*u)*math.Sin(30*v))
			direction := geom.Vec3{X: float32(sin * x), Y: float32(cos), Z: float32(sin * y)}
			points, directions = append(points, direction.Scale(radius)), append(directions, direction.Normalize())
			uvs = append(uvs, geom.Vec2{X: float32(u), Y: float32(v)})
			if i := uint32(len(points) - 1); r < rows && c < columns {
				below := i + uint32(columns) + 1
				corners = append(corners, i, below, below+1, i, below+1, i+1)
			}
		}
	}
	attributes := dict{"POSITION": b.vec3(points...), "TEXCOORD_0": b.vec2(uvs...)}
	if normals {
		attributes["NORMAL"] = b.vec3(directions...)
	}
	texture := b.texture(color.NRGBA{200, 150, 100, 255})
	b.show(dict{"attributes": attributes, "indices": b.u32(corners...), "material": b.material("ball", texture)})
	return b
}

var sizes = []int{40_000, 1_000_000}

func BenchmarkOpen(b *testing.B) {
	for _, normals := range []bool{true, false} {
		for _, triangles := range sizes {
			name := fmt.Sprintf("%d triangles", triangles)
			if !normals {
				name += " without normals"
			}
			data := newBall(triangles, normals).glb()
			path := filepath.Join(b.TempDir(), "ball.glb")
			if err := os.WriteFile(path, data, 0o600); err != nil {
				b.Fatal(err)
			}
			b.Run(name, func(b *testing.B) {
				b.SetBytes(int64(len(data)))
				b.ReportAllocs()
				for b.Loop() {
					if _, err := Open(context.Background(), path); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkSave(b *testing.B) {
	texture := image.NewNRGBA(image.Rect(0, 0, 2048, 2048))
	for i := range texture.Pix {
		texture.Pix[i] = byte(i/4096+i%4096/31) | byte(255*(i%4/3))
	}
	for _, triangles := range append(sizes, 5_000_000) {
		f, err := openBytes("ball.glb", newBall(triangles, true).glb())
		if err != nil {
			b.Fatal(err)
		}
		for _, extension := range []string{".glb", ".obj"} {
			if triangles > 1_000_000 && extension == ".obj" {
				continue // takes most of a minute and tells nothing more
			}
			b.Run(fmt.Sprintf("%d triangles as %s with 2048x2048", triangles, extension), func(b *testing.B) {
				path := filepath.Join(b.TempDir(), "saved"+extension)
				b.ReportAllocs()
				for b.Loop() {
					if err := f.Save(context.Background(), path, paintedWith(texture)); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkOpenOBJ(b *testing.B) {
	f, err := openBytes("ball.glb", newBall(sizes[0], true).glb())
	if err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "ball.obj")
	if err := f.Save(context.Background(), path, Painting{}); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Open(context.Background(), path); err != nil {
			b.Fatal(err)
		}
	}
}
