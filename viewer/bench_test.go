package viewer

import (
	"image"
	"testing"

	"patina/paint/painttest"
	"patina/paint/view"
)

// BenchmarkPasses6x512 renders the passes of the reference's six views at 512
// pixels of a mesh with 40,000 triangles, which is on the GPU already.
func BenchmarkPasses6x512(b *testing.B) {
	v, m, views := open(b), painttest.BumpySphere(40_000), view.Default().Views
	for b.Loop() {
		if _, err := v.RenderPasses(b.Context(), m, views, 512); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkOrbitFrame draws frames of 900x700 pixels of a mesh with 40,000
// triangles and a texture of 2048 texels, from another side each time: drafts, as
// while orbiting on a slow device, and fine frames.
func BenchmarkOrbitFrame(b *testing.B) {
	v, m, textures := open(b), painttest.BumpySphere(40_000), []*image.NRGBA{checker(2048)}
	for name, fine := range map[string]bool{"draft": false, "fine": true} {
		b.Run(name, func(b *testing.B) {
			st := &stage{viewer: v}
			defer st.release()
			s := scene{mesh: m, baseColor: textures, lit: true, camera: perspectiveAt(0, 15), size: image.Pt(900, 700)}
			frame := func() {
				s.camera.Azimuth += 3
				if _, err := st.draw(b.Context(), s, fine); err != nil {
					b.Fatal(err)
				}
			}
			frame() // uploads
			for b.Loop() {
				frame()
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "frames/s")
		})
	}
}

// BenchmarkShowTexture replaces the texture of 2048 texels on a mesh and draws it
// small, as a live preview does.
func BenchmarkShowTexture(b *testing.B) {
	v := open(b)
	st := &stage{viewer: v}
	defer st.release()
	s := scene{mesh: painttest.Quad(), camera: view.Front(), size: image.Pt(64, 64)}
	textures := [][]*image.NRGBA{{checker(2048)}, {checker(2048)}}
	for i := 0; b.Loop(); i++ {
		s.baseColor = textures[i%2]
		if _, err := st.draw(b.Context(), s, false); err != nil {
			b.Fatal(err)
		}
	}
}
