package projection

import (
	"context"
	"image"
	"math"

	"patina/paint/geom"
	"patina/paint/view"
)

// No picture shows the far side, so its colours are guessed: the reference shines
// through the mesh. What lies close to the rim of the silhouette goes on around it
// as it is, so thin parts, legs and tails, look the same from behind. Farther in,
// the colours of the rim are continued and only the finest grain of the picture is
// laid on top: fur stays fur, but no face appears on the back of a head.
const (
	guessSize   = 1024  // most pixels per side of a guessed view
	rimNear     = 0.006 // the rim begins here: what is nearer mixes with other surfaces
	rimFar      = 0.045 // and has faded out here; shares of the longer side of the silhouette
	rimInside   = 1     // what the colours farther in weigh, all together: a hint of large patches
	grainSize   = 0.008 // width of the Gaussian that grain is finer than, likewise
	grainAround = 0.02  // width of the Gaussian around a pixel in which its contrast is looked at
	grainFaint  = 0.06  // contrast up to which all of the grain stays,
	grainStrong = 0.2   // and from which there is none, because it belongs to a feature
	sideBlur    = 0.02  // softness of surfaces seen edge-on, which would show streaks
)

// Weights of the painted views relative to that of the reference. They are so far
// apart that where a better one sees a surface well, a worse one does not show.
const (
	mirrorWeight = 0.05
	behindWeight = 0.001
	besideWeight = 0.0003
)

// guess holds the colours that shine through the mesh along the rays of a camera.
type guess struct {
	camera view.View
	behind *field // for surfaces that face away
	beside *field // for surfaces that are seen edge-on
}

// newGuess works out those colours. p are the passes of the camera, l lays the
// cut-out into its picture.
func newGuess(ctx context.Context, cut cutout, l layout, camera view.View, p view.Passes) (*guess, error) {
	sharp, err := laidOut(ctx, cut, l, p.Size)
	if err != nil {
		return nil, err
	}
	s := newSilhouette(p)
	pixels := s.extent() / s.pixel
	rim, err := continueRim(ctx, sharp, p, pixels)
	if err != nil {
		return nil, err
	}
	soft, err := sharp.blur(ctx, grainSize*pixels)
	if err != nil {
		return nil, err
	}
	behind := &field{p.Size, append([]geom.Vec3(nil), rim.colour...)}
	if err := addGrain(ctx, behind, sharp, soft, rim.weight, grainAround*pixels); err != nil {
		return nil, err
	}
	for i := range rim.weight {
		rim.weight[i] = 1 // all of it is known now
	}
	half := rim.halve()
	beside, err := (&field{half.width, half.colour}).blur(ctx, sideBlur/2*pixels)
	return &guess{camera, behind, beside}, err
}

// laidOut returns the colours of the cut-out as laid into a view.
func laidOut(ctx context.Context, cut cutout, l layout, size int) (*field, error) {
	f := newField(size)
	err := inRows(ctx, size, func(y0, y1 int) {
		for i := y0 * size; i < y1*size; i++ {
			x, y := viewPoint(i, size)
			f.value[i], _ = sampleCubic(cut.img, l, x, y)
		}
	})
	return f, err
}

// continueRim keeps the colours near the rim of the silhouette and continues them
// inwards and outwards.
func continueRim(ctx context.Context, f *field, p view.Passes, pixels float64) (*level, error) {
	outside := make([]bool, len(p.Mask))
	for i, seen := range p.Mask {
		outside[i] = !seen
	}
	inwards := distances(outside, p.Size)
	rim := &level{p.Size, p.Size, append([]geom.Vec3(nil), f.value...), make([]float32, len(f.value))}
	near, far := float32(rimNear*pixels), float32(rimFar*pixels)
	inside := float32(rimInside / (pixels * pixels))
	for i, d := range inwards {
		if d > near {
			rim.weight[i] = max(1-smoothstep(near, far, d), inside)
		}
	}
	if !anyPositive(rim.weight) {
		return rim, context.Cause(ctx) // nothing but rim: the mesh is a sliver from here
	}
	return rim, rim.fill(ctx)
}

func anyPositive(weights []float32) bool {
	for _, w := range weights {
		if w > 0 {
			return true
		}
	}
	return false
}

// addGrain adds the differences between a picture and a soft copy of it where they
// are faint all around: strong ones are the edges of features. has says how much of
// the picture is there already, 0 to 1.
func addGrain(ctx context.Context, to, sharp, soft *field, has []float32, sigma float64) error {
	contrast := newField(sharp.size)
	for i, c := range sharp.value {
		contrast.value[i].X = c.Sub(soft.value[i]).Len()
	}
	around, err := contrast.blur(ctx, sigma)
	if err != nil {
		return err
	}
	for i, c := range sharp.value {
		keep := (1 - has[i]) * (1 - smoothstep(grainFaint, grainStrong, around.value[i].X))
		keep *= min(1, grainFaint/max(contrast.value[i].X, 1e-6))
		to.value[i] = to.value[i].Add(c.Sub(soft.value[i]).Scale(keep))
	}
	return nil
}

// guessCameras returns the cameras that together see what the given one does not:
// the opposite one, which looks at what faces away, and those around it.
func guessCameras(v view.View) []view.View {
	behind := view.At(math.Mod(v.Azimuth+180, 360), -v.Elevation)
	behind.Weight = behindWeight
	cameras := []view.View{behind}
	for _, at := range [][2]float64{{v.Azimuth + 90, 0}, {v.Azimuth + 270, 0}, {0, 90}, {180, -90}} {
		beside := view.At(math.Mod(at[0], 360), at[1])
		beside.Weight = besideWeight
		cameras = append(cameras, beside)
	}
	return cameras
}

// paint paints what another camera sees of the surface with the colours that shine
// through to it. p are the passes of that camera.
func (g *guess) paint(ctx context.Context, colours *field, p view.Passes) (*image.NRGBA, error) {
	out := image.NewNRGBA(image.Rect(0, 0, p.Size, p.Size))
	clip := g.camera.Clip()
	err := inRows(ctx, p.Size, func(y0, y1 int) {
		for i := y0 * p.Size; i < y1*p.Size; i++ {
			if !p.Mask[i] {
				continue
			}
			q := clip.Apply(p.Position[i])
			setColour(out, i, colours.at(float64(q.X/q.W), float64(q.Y/q.W)))
			out.Pix[4*i+3] = 255
		}
	})
	return out, err
}
