package unwrap_test

import (
	"context"
	"fmt"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/unwrap"
)

// unwrapped unwraps a mesh and checks all that must hold for any mesh.
func unwrapped(t *testing.T, m *mesh.Mesh, opt unwrap.Options) (*mesh.Mesh, unwrap.Report) {
	t.Helper()
	result := unwrappedResult(t, m, opt)
	return result.Mesh, result.Report
}

func unwrappedResult(t *testing.T, m *mesh.Mesh, opt unwrap.Options) *unwrap.Result {
	t.Helper()
	result, err := unwrap.Unwrap(context.Background(), m, opt)
	if err != nil {
		t.Fatalf("%s: %v", m.Name, err)
	}
	checkAll(t, m, result)
	t.Logf("%s: %s", m.Name, figures(result.Report))
	return result
}

func checkAll(t *testing.T, m *mesh.Mesh, result *unwrap.Result) {
	t.Helper()
	checkSurface(t, m, result.Mesh, result.Origin)
	checkOrientation(t, result.Mesh, result.Report.Collapsed)
	checkTexels(t, result)
}

// checkSurface checks that the surface is the same and UVs lie in the square.
func checkSurface(t *testing.T, m, out *mesh.Mesh, origin []uint32) {
	t.Helper()
	if len(out.Triangles) != len(m.Triangles) || len(origin) != len(out.Positions) || len(out.UVs) != len(out.Positions) {
		t.Fatalf("%d triangles became %d; %d vertices have %d UVs and %d origins",
			len(m.Triangles), len(out.Triangles), len(out.Positions), len(out.UVs), len(origin))
	}
	for i, triangle := range out.Triangles {
		for k, v := range triangle {
			if origin[v] != m.Triangles[i][k] || out.Positions[v] != m.Positions[origin[v]] {
				t.Fatalf("triangle %d names vertex %d, which does not come from its own", i, v)
			}
		}
	}
	for v, uv := range out.UVs {
		if !(uv.X >= 0 && uv.X <= 1 && uv.Y >= 0 && uv.Y <= 1) {
			t.Fatalf("vertex %d has UV %v", v, uv)
		}
		if m.Normals != nil && out.Normals[v] != m.Normals[origin[v]] {
			t.Fatalf("vertex %d has another normal than the one it comes from", v)
		}
	}
}

// corners returns the UVs of a triangle in texels, v up.
func corners(m *mesh.Mesh, triangle mesh.Triangle, size int) (p [3][2]float64) {
	for k, v := range triangle {
		p[k] = [2]float64{float64(m.UVs[v].X) * float64(size), (1 - float64(m.UVs[v].Y)) * float64(size)}
	}
	return p
}

// twiceArea is positive when a, b, c run counter-clockwise.
func twiceArea(a, b, c [2]float64) float64 {
	return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0])
}

// checkOrientation checks that all triangles but the collapsed ones have an area and
// none is mirrored.
func checkOrientation(t *testing.T, out *mesh.Mesh, collapsed int) {
	t.Helper()
	without := 0
	for i, triangle := range out.Triangles {
		p := corners(out, triangle, 1)
		switch area := twiceArea(p[0], p[1], p[2]); {
		case area < 0:
			t.Fatalf("triangle %d is mirrored: %v", i, p)
		case !(area > 0):
			without++
		}
	}
	if without != collapsed {
		t.Errorf("%d triangles have no area in the texture, want %d", without, collapsed)
	}
}

// chartsOf numbers the charts: triangles that share a vertex at one place.
func chartsOf(out *mesh.Mesh) []int {
	type place struct {
		position geom.Vec3
		uv       geom.Vec2
	}
	first := make(map[place]int)
	parent := make([]int, len(out.Triangles))
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for i, triangle := range out.Triangles {
		parent[i] = i
		for _, v := range triangle {
			at := place{out.Positions[v], out.UVs[v]}
			if j, ok := first[at]; ok {
				parent[find(i)] = find(j)
			} else {
				first[at] = i
			}
		}
	}
	for i := range parent {
		parent[i] = find(i)
	}
	return parent
}

// checkTexels checks that no texel's centre lies inside two triangles, that charts
// are as far apart as they should be, and that the utilization is what is said: of the
// texels whose centres lie on edges it may count any.
func checkTexels(t *testing.T, result *unwrap.Result) {
	t.Helper()
	size, covered, onEdges := result.Report.TextureSize, 0, 0
	charts := chartsOf(result.Mesh)
	for atlas := range result.Report.Atlases {
		inside, edges := checkAtlas(t, result, charts, atlas)
		covered, onEdges = covered+inside, onEdges+edges
	}
	all := float64(max(1, result.Report.Atlases) * size * size)
	least, most := float64(covered)/all-1e-9, float64(covered+onEdges)/all+1e-9
	if share := result.Report.Utilization; share < least || share > most {
		t.Errorf("%.4f to %.4f of the texels are covered, the report says %.4f", least, most, share)
	}
}

// checkAtlas returns the number of texels that are covered, and of others whose centres
// lie on edges.
func checkAtlas(t *testing.T, result *unwrap.Result, charts []int, atlas int) (covered, onEdges int) {
	t.Helper()
	out, size := result.Mesh, result.Report.TextureSize
	owner := make([]int, size*size) // triangle plus one
	touched := make([]bool, size*size)
	for i, triangle := range out.Triangles {
		if result.Atlas(i) != atlas {
			continue
		}
		eachTexel(corners(out, triangle, size), -onEdge, func(x, y int) {
			if x < size && y < size {
				touched[y*size+x] = true
			}
		})
		eachTexel(corners(out, triangle, size), onEdge, func(x, y int) {
			at := y*size + x
			if owner[at] != 0 {
				t.Fatalf("texel (%d, %d) lies in triangles %d and %d", x, y, owner[at]-1, i)
			}
			owner[at] = i + 1
			covered++
		})
	}
	for at, i := range owner {
		if i != 0 {
			checkDistance(t, owner, charts, at, result.Report.Padding, size)
		} else if touched[at] {
			onEdges++
		}
	}
	return covered, onEdges
}

// checkDistance checks that no texel of another chart is within padding of one.
func checkDistance(t *testing.T, owner, charts []int, at, padding, size int) {
	t.Helper()
	x, y := at%size, at/size
	if charts[owner[at]-1] == sameChartAround(owner, charts, x, y, size) {
		return
	}
	for dy := -padding; dy <= padding; dy++ {
		for dx := -padding; dx <= padding; dx++ {
			nx, ny := x+dx, y+dy
			if dx*dx+dy*dy > padding*padding {
				continue
			}
			nx, ny = (nx+size)%size, (ny+size)%size // the texture may repeat
			if o := owner[ny*size+nx]; o != 0 && charts[o-1] != charts[owner[at]-1] {
				t.Fatalf("texels (%d, %d) and (%d, %d) of two charts are closer than %d", x, y, nx, ny, padding)
			}
		}
	}
}

// sameChartAround returns the chart of the four neighbours of a texel, or -1 when
// one of them is free or belongs to another.
func sameChartAround(owner, charts []int, x, y, size int) int {
	chart := -1
	for _, d := range [4][2]int{{1, 0}, {-1, 0}, {0, 1}, {0, -1}} {
		nx, ny := x+d[0], y+d[1]
		if nx < 0 || ny < 0 || nx >= size || ny >= size || owner[ny*size+nx] == 0 {
			return -1
		}
		c := charts[owner[ny*size+nx]-1]
		if chart >= 0 && c != chart {
			return -1
		}
		chart = c
	}
	return chart
}

// onEdge is how far a centre may be from an edge that it lies on, times the length of that.
const onEdge = 1e-7

// eachTexel visits the texels whose centre lies inside all edges of a triangle, and so far
// from them.
func eachTexel(p [3][2]float64, edge float64, visit func(x, y int)) {
	lowX, highX := min(p[0][0], p[1][0], p[2][0]), max(p[0][0], p[1][0], p[2][0])
	lowY, highY := min(p[0][1], p[1][1], p[2][1]), max(p[0][1], p[1][1], p[2][1])
	for y := int(lowY); y <= int(highY); y++ {
		for x := int(lowX); x <= int(highX); x++ {
			c := [2]float64{float64(x) + 0.5, float64(y) + 0.5}
			if twiceArea(p[0], p[1], c) > edge && twiceArea(p[1], p[2], c) > edge && twiceArea(p[2], p[0], c) > edge {
				visit(x, y)
			}
		}
	}
}

// figures lists the figures of a report for a test's log.
func figures(r unwrap.Report) string {
	return fmt.Sprintf("%d charts in %d x %d texels, utilization %.3f, stretch %.4f, padding %d, density %.1f, %d collapsed, symmetric %t",
		r.Charts, r.Atlases, r.TextureSize, r.Utilization, r.Stretch, r.Padding, r.Density, r.Collapsed, r.Symmetric)
}
