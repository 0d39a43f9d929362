package unwrap

import "math"

// scatter is a set of places on a surface with their normals, in which the nearest
// one is found with a hash of the cells of space that they lie in.
type scatter struct {
	places, normals []space
	cell            float64 // side of a cell
	heads           []int32 // of each bucket of cells the last place, or -1
	next            []int32 // of each place the one before it in its bucket, or -1
}

// newScatter returns an empty set with room for n places that are about spacing apart.
func newScatter(n int, spacing float64) *scatter {
	s := &scatter{cell: max(spacing, 1e-9), heads: newBuckets(n)}
	return s
}

// newBuckets returns empty buckets for n things.
func newBuckets(n int) []int32 {
	buckets := 1
	for buckets < n {
		buckets *= 2
	}
	heads := make([]int32, buckets)
	for i := range heads {
		heads[i] = -1
	}
	return heads
}

// bucketOf returns the bucket of a cell.
func bucketOf(cell [3]int64, heads []int32) int {
	hash := uint64(cell[0])*0x9E3779B97F4A7C15 ^ uint64(cell[1])*0xC2B2AE3D27D4EB4F ^ uint64(cell[2])*0x165667B19E3779F9
	return int((hash ^ hash>>29) * 0xBF58476D1CE4E5B9 >> 32 & uint64(len(heads)-1))
}

// cellAt returns the cell that a place lies in.
func cellAt(p space, side float64) [3]int64 {
	return [3]int64{int64(math.Floor(p.x / side)), int64(math.Floor(p.y / side)), int64(math.Floor(p.z / side))}
}

func (s *scatter) add(place, normal space) {
	bucket := bucketOf(cellAt(place, s.cell), s.heads)
	s.next = append(s.next, s.heads[bucket])
	s.heads[bucket] = int32(len(s.places))
	s.places, s.normals = append(s.places, place), append(s.normals, normal)
}

// alike is the least cosine between the normals of places that are taken for the same.
const alike = 0.7

// nearest returns the place nearest to p of those that face about the same way, or -1
// where there is none within reach.
func (s *scatter) nearest(p, normal space, reach float64) (found int32, distance float64) {
	found, distance = -1, reach
	center := cellAt(p, s.cell)
	rings := int64(min(math.Ceil(reach/s.cell), 64))
	for ring := int64(0); ring <= rings; ring++ {
		for x := -ring; x <= ring; x++ {
			for y := -ring; y <= ring; y++ {
				step := int64(1)
				if max(x, -x, y, -y) < ring {
					step = max(2*ring, 1) // only the faces of the cube of cells
				}
				for z := -ring; z <= ring; z += step {
					cell := [3]int64{center[0] + x, center[1] + y, center[2] + z}
					for at := s.heads[bucketOf(cell, s.heads)]; at >= 0; at = s.next[at] {
						if d := s.places[at].sub(p).length(); d < distance && s.normals[at].dot(normal) > alike {
							found, distance = at, d
						}
					}
				}
			}
		}
		if found >= 0 && distance <= float64(ring)*s.cell {
			break
		}
	}
	return found, distance
}
