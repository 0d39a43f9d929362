package unwrap

import (
	"cmp"
	"slices"
)

// align returns the direction of the long side of the smallest rectangle around
// some points, by rotating calipers (Toussaint, "Solving Geometric Problems with
// the Rotating Calipers", 1983): one side of it lies along a side of the convex
// hull.
func align(points []flat) flat {
	hull := convexHull(points)
	best, smallest := flat{x: 1}, -1.0
	for i, p := range hull {
		side := hull[(i+1)%len(hull)].sub(p)
		length := side.length()
		if !(length > 0) {
			continue
		}
		side = side.scale(1 / length)
		size := extent(hull, side)
		if area := size.x * size.y; smallest < 0 || area < smallest {
			best, smallest = side, area
			if size.y > size.x {
				best = flat{-side.y, side.x}
			}
		}
	}
	return best
}

// extent returns how far points reach along a direction and across it.
func extent(points []flat, along flat) flat {
	turned := make([]flat, len(points))
	for i, p := range points {
		turned[i] = p.turn(flat{along.x, -along.y})
	}
	low, high := bounds(turned)
	return high.sub(low)
}

// convexHull returns the convex hull, counter-clockwise (Andrew, "Another Efficient
// Algorithm for Convex Hulls in Two Dimensions", 1979).
func convexHull(points []flat) []flat {
	sorted := slices.Clone(points)
	slices.SortFunc(sorted, func(a, b flat) int { return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y)) })
	lower := chain(sorted)
	slices.Reverse(sorted)
	upper := chain(sorted)
	return append(lower[:len(lower)-1], upper[:len(upper)-1]...)
}

// chain returns the half of the hull to the right of the way from the first point
// to the last.
func chain(sorted []flat) (hull []flat) {
	for _, p := range sorted {
		for len(hull) >= 2 && orientation(hull[len(hull)-2], hull[len(hull)-1], p) <= 0 {
			hull = hull[:len(hull)-1]
		}
		hull = append(hull, p)
	}
	return hull
}
