package projection

import (
	"context"
	"math"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/view"
)

// Symmetry is measured in the fitted frame, where the sphere around the mesh has
// the diameter mesh.Fitted, about planes x = const: left and right of the artist's
// frame. Other planes are not tried, because creatures and things are modelled
// upright and facing front, where this is the plane that they are symmetric about.
const (
	surfaceSamples = 30000 // points that stand for the surface
	planeSamples   = 1000  // of them that compare planes
	symmetricShare = 0.95  // of the surface that must have a counterpart
	matchShare     = 0.015 // distance of a counterpart, as a share of mesh.Fitted
	planeReach     = 0.1   // how far from the middle of the box planes are tried, likewise
	planesTried    = 20    // on each side of the middle
)

// symmetry says how well a mesh mirrors onto itself.
type symmetry struct {
	plane float32 // x of the best plane, fitted frame
	share float64 // of the surface that has a counterpart across it, 0 to 1
}

func (s symmetry) symmetric() bool { return s.share >= symmetricShare }

// measureSymmetry finds the plane x = const, near the middle of the mesh, that the
// mesh is most symmetric about.
func measureSymmetry(ctx context.Context, m *mesh.Mesh) (symmetry, error) {
	positions, _ := m.FittedPositions()
	samples := sampleSurface(positions, m.Triangles, surfaceSamples)
	cloud := newCloud(samples, matchDistance(positions, m.Triangles))
	best, err := bestPlane(ctx, samples, cloud)
	if err != nil || len(samples) == 0 {
		return symmetry{}, err
	}
	far := 0
	for i, p := range samples {
		if i%4096 == 0 && ctx.Err() != nil {
			return symmetry{}, context.Cause(ctx)
		}
		if cloud.distance(mirrored(p, best)) >= cloud.reach {
			far++
		}
	}
	return symmetry{plane: best, share: 1 - float64(far)/float64(len(samples))}, nil
}

// matchDistance is matchShare of the size, or more where the surface is so large
// that the samples lie farther apart.
func matchDistance(positions []geom.Vec3, triangles []mesh.Triangle) float32 {
	spacing := math.Sqrt(totalArea(positions, triangles) / surfaceSamples)
	return float32(max(matchShare*mesh.Fitted, 2*spacing))
}

// bestPlane tries planes around the middle, then between the best and its
// neighbours.
func bestPlane(ctx context.Context, samples []geom.Vec3, cloud *cloud) (float32, error) {
	few := samples
	if stride := len(samples) / planeSamples; stride > 1 {
		few = nil
		for i := 0; i < len(samples); i += stride {
			few = append(few, samples[i])
		}
	}
	const reach = planeReach * mesh.Fitted
	var best float32
	least := math.Inf(1)
	for step := float32(reach / planesTried); step > 0.0003; step /= 5 {
		middle := best
		for k := -planesTried; k <= planesTried; k++ {
			if ctx.Err() != nil {
				return 0, context.Cause(ctx)
			}
			plane := middle + float32(k)*step
			if miss := meanMiss(few, cloud, plane); miss < least && plane >= -reach && plane <= reach {
				best, least = plane, miss
			}
		}
	}
	return best, nil
}

// meanMiss is the mean squared distance of mirrored points from the surface.
func meanMiss(points []geom.Vec3, cloud *cloud, plane float32) (sum float64) {
	for _, p := range points {
		d := float64(cloud.distance(mirrored(p, plane)))
		sum += d * d
	}
	return sum / float64(len(points))
}

func mirrored(p geom.Vec3, plane float32) geom.Vec3 {
	return geom.Vec3{X: 2*plane - p.X, Y: p.Y, Z: p.Z}
}

// mirrorView returns the camera that sees the mirror image, across the plane x =
// const of the fitted frame, of what v sees: its picture is that of v with left
// and right exchanged.
func mirrorView(v view.View, plane float32) view.View {
	w := v
	w.Azimuth = math.Mod(360-v.Azimuth, 360)
	w.PanX = -v.PanX
	// The mirror image of the origin, which the camera turns about, lies shift
	// to the side; pan and distance take the camera there.
	shift := 2 * float64(plane)
	axes := w.Camera()
	w.PanX += shift * float64(axes[0])
	w.PanY -= shift * float64(axes[4])
	w.Distance += shift * float64(axes[8])
	return w
}
