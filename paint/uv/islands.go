package uv

import "patina/paint/mesh"

// Islands returns for each triangle the number of its chart as Report.Chart does, and
// how many charts there are. Unlike Examine it takes little time.
func Islands(m *mesh.Mesh) (chartOf []int32, charts int) {
	e := newExamination(m, 1)
	e.classify()
	e.findCharts()
	return e.chartOf, len(e.charts)
}
