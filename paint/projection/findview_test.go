package projection

import (
	"context"
	"errors"
	"testing"

	"patina/paint/mesh"
	"patina/paint/raster"
	"patina/paint/view"
)

func searchFor(t *testing.T, m *mesh.Mesh, from, start view.View) candidate {
	t.Helper()
	cut, _ := cutOutOf(t, picture(t, m, from, 160))
	found, err := newSearch(raster.Renderer{}, m, cut, start).findView(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("from %s: found %s, %.1f° off, overlap %.3f", direction(from), direction(found.view), angleBetween(from, found.view), found.overlap)
	return found
}

func TestFindViewRecoversTheCamera(t *testing.T) {
	m := creature(true)
	for _, from := range []view.View{view.At(35, 20), view.At(300, -15), throughLens(view.At(325, 10), 40)} {
		found := searchFor(t, m, from, view.Front())
		if off := angleBetween(from, found.view); off > 5 || found.overlap < 0.95 {
			t.Errorf("from %s: %.1f° off, overlap %.3f", direction(from), off, found.overlap)
		}
	}
}

// A mesh that is symmetric left to right has the same silhouette from the front
// left and, mirrored twice, from the back left: the start decides.
func TestFindViewPrefersTheSideOfTheStart(t *testing.T) {
	m := creature(false)
	if v := searchFor(t, m, view.At(30, 0), view.Front()).view; angleBetween(v, view.At(30, 0)) > 5 {
		t.Errorf("from the front: found %s", direction(v))
	}
	if v := searchFor(t, m, view.At(30, 0), view.At(180, 0)).view; angleBetween(v, view.At(150, 0)) > 5 {
		t.Errorf("from the back: found %s", direction(v))
	}
}

func TestFindViewIsTheSameEveryTime(t *testing.T) {
	m := creature(true)
	if a, b := searchFor(t, m, view.At(40, 10), view.Front()), searchFor(t, m, view.At(40, 10), view.Front()); a != b {
		t.Errorf("found %+v and then %+v", a, b)
	}
}

func TestGlanceFindsTheSide(t *testing.T) {
	m := creature(true)
	cut, _ := cutOutOf(t, picture(t, m, view.At(90, 0), 300))
	found, err := newSearch(raster.Renderer{}, m, cut, view.Front()).glance(context.Background())
	if err != nil || angleBetween(found.view, view.At(90, 0)) > 31 || found.overlap < 0.8 {
		t.Errorf("found %s, overlap %.2f, error %v", direction(found.view), found.overlap, err)
	}
}

func TestFindViewEndsWhenCancelled(t *testing.T) {
	m := creature(true)
	cut, _ := cutOutOf(t, picture(t, m, view.Front(), 200))
	cause := errors.New("enough")
	for stop := 1; stop <= 12; stop += 3 {
		ctx, cancel := context.WithCancelCause(context.Background())
		s := newSearch(raster.Renderer{}, m, cut, view.Front())
		last := 0
		s.step = func(done, total int) {
			if last = done; done == stop {
				cancel(cause)
			}
		}
		if _, err := s.findView(ctx); !errors.Is(err, cause) {
			t.Errorf("cancelled at step %d: error %v", stop, err)
		}
		if last != stop {
			t.Errorf("cancelled at step %d, it went on to %d", stop, last)
		}
		cancel(nil)
	}
}
