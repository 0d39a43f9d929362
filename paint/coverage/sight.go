package coverage

import (
	"context"
	"math"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/parallel"
	"patina/paint/raster"
	"patina/paint/view"
)

// passSize is the size in pixels of the pictures that tell what hides what.
const passSize = 256

// scene is a mesh that views look at.
type scene struct {
	mesh    *mesh.Mesh
	fitted  []geom.Vec3
	left    []bool // triangles that are not painted, nil for none
	samples []sample
	share   float64 // of the surface that is not painted
}

// sight is what one view sees: for each sample the cosine between its normal and the
// view, 0 where it is hidden.
type sight []float32

// picture is the depth of what a view sees.
type picture struct {
	camera, lens geom.Mat4
	view         view.View
	depths       []float32 // in front of the camera, for each pixel; infinite where nothing is
}

// look returns what a view sees.
func (s *scene) look(ctx context.Context, v view.View) (sight, error) {
	p, err := s.draw(ctx, v)
	if err != nil {
		return nil, err
	}
	seen := make(sight, len(s.samples))
	err = parallel.Parts(ctx, len(seen), 4096, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			seen[i] = p.cosine(&s.samples[i])
		}
	})
	return seen, err
}

// draw renders the depths.
func (s *scene) draw(ctx context.Context, v view.View) (*picture, error) {
	p := &picture{camera: v.Camera(), lens: v.Lens.Projection(1), view: v}
	z, clip := make([]float32, len(s.fitted)), make([]geom.Vec4, len(s.fitted))
	for i, at := range s.fitted {
		q := p.camera.ApplyPoint(at)
		z[i], clip[i] = -q.Z, p.lens.Apply(q)
	}
	hits, err := raster.Rasterize(ctx, clip, s.mesh.Triangles, passSize, passSize)
	if err != nil {
		return nil, err
	}
	p.depths = make([]float32, len(hits.Triangle))
	for i, t := range hits.Triangle {
		p.depths[i] = float32(math.Inf(1))
		if t != view.NoTriangle {
			tri := s.mesh.Triangles[t]
			p.depths[i] = hits.Bary[i].Dot(geom.Vec3{X: z[tri[0]], Y: z[tri[1]], Z: z[tri[2]]})
		}
	}
	return p, nil
}

// What hides a place is nearer to the camera by more than this, in fitted units, and
// by more than this share of what the surface recedes over a pixel.
const (
	depthTolerance = 0.003
	slopeTolerance = 0.25
)

// cosine returns the cosine at which a sample is seen, 0 if it is not.
func (p *picture) cosine(s *sample) float32 {
	at := p.camera.ApplyPoint(s.at)
	normal := p.camera.ApplyDirection(s.normal)
	cos := normal.Z
	if p.view.Lens.IsPerspective() {
		cos = -normal.Dot(at.Normalize())
	}
	clip := p.lens.Apply(at)
	if cos <= 0 || !(clip.W > 0) {
		return 0
	}
	x, y := pixel(clip.X/clip.W), pixel(clip.Y/clip.W)
	column, row := int(math.Floor(float64(x))), int(math.Floor(float64(y)))
	if uint(column) >= passSize || uint(row) >= passSize {
		return 0
	}
	units := p.unitsPerPixel(-at.Z)
	steps := geom.Vec3{X: (float32(column) + 0.5 - x) * units, Y: (float32(row) + 0.5 - y) * units}
	recedes := float32(math.Sqrt(float64(1-min(cos, 1)*min(cos, 1)))) / max(cos, shallow)
	tolerance := depthTolerance + slopeTolerance*units*recedes
	if p.depths[row*passSize+column] < p.expected(at, normal, steps)-tolerance {
		return 0
	}
	return cos
}

// shallow is the cosine below which surfaces do not count as receding faster.
const shallow = 1.0 / 6

// expected returns the depth of the plane through a point with the given normal, in
// the frame of the camera, some steps beside the point.
func (p *picture) expected(at, normal, steps geom.Vec3) float32 {
	depth := -at.Z
	toward, along := -normal.Z, geom.Vec3{Z: -1} // the ray through the point, and how much it meets the plane
	if p.view.Lens.IsPerspective() {
		along = at.Add(steps).Scale(1 / depth)
		toward = normal.Dot(along)
	}
	if toward > -shallow*along.Len() {
		toward = -shallow * along.Len()
	}
	// The plane lies beyond or before the point beside the first by what their
	// difference is along the normal.
	return depth - normal.Dot(steps)/toward
}

// pixel returns the pixel coordinate of a normalized device coordinate, see
// raster.Rasterize.
func pixel(ndc float32) float32 { return (ndc*0.5+0.5)*(passSize-1) + 0.5 }

// unitsPerPixel is how many fitted units a pixel shows at a distance.
func (p *picture) unitsPerPixel(distance float32) float32 {
	return extent(p.view.Lens, distance) / (passSize - 1)
}

// extent is how many fitted units a lens sees from edge to edge at a distance.
func extent(l view.Lens, distance float32) float32 {
	if !l.IsPerspective() {
		return float32(l.Scale)
	}
	return 2 * distance * float32(math.Tan(l.FOVDegrees*math.Pi/360))
}
