package bake

import (
	"context"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// nearby answers which colour the nearest seen place in space has, to within a
// voxel.
type nearby struct {
	source []int32     // for each voxel the nearest voxel in which something was seen
	color  []geom.Vec3 // for each voxel the mean colour of what was seen there
}

// voxels is the number of voxels along each side of the cube around the fitted
// frame.
const voxels = 64

// seenSamples is about how many texels of a row, and how many rows, are looked at.
const seenSamples = 512

// newNearby looks at texels all over the atlas, at least one of which is seen.
func newNearby(ctx context.Context, a *Atlas) (*nearby, error) {
	n := &nearby{source: make([]int32, voxels*voxels*voxels), color: make([]geom.Vec3, voxels*voxels*voxels)}
	count := make([]float32, len(n.color))
	n.collect(a, max(1, a.surface.size/seenSamples), count)
	queue := n.seeds(count)
	if len(queue) == 0 {
		n.collect(a, 1, count) // what was seen is too little to be met at random
		queue = n.seeds(count)
	}
	n.spread(queue)
	return n, context.Cause(ctx)
}

// collect sums up the colours of every step-th seen texel.
func (n *nearby) collect(a *Atlas, step int, count []float32) {
	for slot, t := range a.Textures {
		if t == nil {
			continue
		}
		owners := a.surface.owners[slot]
		for y := 0; y < t.Size; y += step {
			for x := 0; x < t.Size; x += step {
				i := y*t.Size + x
				if owners[i] == noOwner || t.Provenance[i] == Invented {
					continue
				}
				v := voxelOf(a.surface.point(owners[i], x, y))
				n.color[v] = n.color[v].Add(t.Color[i])
				count[v]++
			}
		}
	}
}

// seeds turns sums into means and returns the voxels that have one.
func (n *nearby) seeds(count []float32) []int32 {
	var queue []int32
	for v, c := range count {
		n.source[v] = -1
		if c > 0 {
			n.color[v] = n.color[v].Scale(1 / c)
			n.source[v] = int32(v)
			queue = append(queue, int32(v))
		}
	}
	return queue
}

// spread reaches all voxels from the seeds, breadth first.
func (n *nearby) spread(queue []int32) {
	for len(queue) > 0 {
		v := queue[0]
		queue = queue[1:]
		for axis, step := 0, int32(1); axis < 3; axis, step = axis+1, step*voxels {
			at := v / step % voxels
			if at > 0 && n.source[v-step] < 0 {
				n.source[v-step] = n.source[v]
				queue = append(queue, v-step)
			}
			if at < voxels-1 && n.source[v+step] < 0 {
				n.source[v+step] = n.source[v]
				queue = append(queue, v+step)
			}
		}
	}
}

// at returns the colour for a point of the fitted frame.
func (n *nearby) at(p geom.Vec3) geom.Vec3 { return n.color[n.source[voxelOf(p)]] }

func voxelOf(p geom.Vec3) int32 {
	cell := func(f float32) int32 {
		return int32(min(max((f/mesh.Fitted+0.5)*voxels, 0), voxels-1))
	}
	return (cell(p.Z)*voxels+cell(p.Y))*voxels + cell(p.X)
}
