//go:build !race

package coverage_test

import (
	"math"
	"testing"

	"patina/paint/coverage"
	"patina/paint/painttest"
	"patina/paint/view"
)

func TestOneCameraSeesHalfOfABall(t *testing.T) {
	ball := painttest.Sphere(48)
	for name, v := range map[string]view.View{"front": view.Front(), "above": view.At(0, 90), "aside": view.At(77, -20)} {
		r := mustMeasure(t, ball, one(v), coverage.Options{})
		near(t, name+": any angle", r.AnyAngle, 0.5, 0.015)
		near(t, name+": within 80 degrees", r.Seen, (1-math.Cos(80*math.Pi/180))/2, 0.01)
		near(t, name+": hidden", r.Hidden, 0, 0.002)
		near(t, name+": worst angle", r.Angles.Worst, 90, 3)
		near(t, name+": median angle", r.Angles.Median, 60, 2)
	}
}
