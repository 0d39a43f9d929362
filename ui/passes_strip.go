package ui

import (
	"fmt"
	"image"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"patina/paint/view"
	"patina/ui/project"
)

// passesStrip shows what the cameras see, small, under the viewport: one of the
// passes, or the views as they are painted.
type passesStrip struct {
	*fyne.Container
	project *project.Project
	tips    tips
	kind    *tipSelect
	row     *fyne.Container
	scroll  *container.Scroll
	hint    *widget.Label
	enlarge func(title string, picture func() *image.NRGBA)
	chosen  bool // the artist chose what is shown, so it does not change by itself

	shown  []*thumbnail
	passes []view.Passes
	kindOf string
	views  []project.Preview
}

// What the strip can show.
const (
	kindNormal   = "Normal"
	kindPosition = "Position"
	kindDepth    = "Depth"
	kindMask     = "Mask"
	kindPainted  = "Painted views"
)

func newPassesStrip(p *project.Project, t tips, enlarge func(string, func() *image.NRGBA)) *passesStrip {
	s := &passesStrip{project: p, tips: t, enlarge: enlarge, row: container.NewHBox()}
	s.kind = newSelect([]string{kindNormal, kindPosition, kindDepth, kindMask, kindPainted},
		t.text("What the thumbnails show: normals, positions, depth or mask of the mesh as each camera sees it, or the views as they are painted. Click one to enlarge it."),
		func(string) {
			s.chosen = true
			s.refresh()
		})
	s.kind.Selected = kindNormal
	s.hint = widget.NewLabel("")
	s.hint.Importance = widget.LowImportance
	s.scroll = container.NewHScroll(container.New(layout.NewCustomPaddedLayout(0, 10, 0, 0), s.row))
	s.scroll.SetMinSize(fyne.NewSize(200, thumbnailSide+30))
	side := container.NewVBox(container.New(fixedWidth(130), s.kind), layout.NewSpacer())
	s.Container = container.NewBorder(nil, nil, side, nil, container.NewStack(s.scroll, container.NewCenter(s.hint)))
	return s
}

func (s *passesStrip) refresh() {
	s.follow()
	if s.kind.Selected == kindPainted {
		s.showViews()
	} else {
		s.showPasses()
	}
	s.hint.SetText(s.describe())
}

// follow shows what is newest, until the artist chose what to look at.
func (s *passesStrip) follow() {
	newest := kindNormal
	if s.project.Job != nil && len(s.project.Job.Previews) > 0 {
		newest = kindPainted
	}
	if !s.chosen && s.kind.Selected != newest {
		s.kind.Selected = newest
		s.kind.Refresh()
	}
}

func (s *passesStrip) describe() string {
	switch {
	case len(s.row.Objects) > 0:
		return ""
	case s.kind.Selected == kindPainted:
		return "The views appear here while they are painted."
	}
	return "The passes of all cameras appear here once a job has rendered them."
}

// showPasses makes thumbnails when the passes or their kind are new.
func (s *passesStrip) showPasses() {
	var passes []view.Passes
	if s.project.Job != nil {
		passes = s.project.Job.Passes
	}
	if samePasses(passes, s.passes) && s.kindOf == s.kind.Selected {
		return
	}
	s.passes, s.kindOf, s.views = passes, s.kind.Selected, nil
	kind := s.kind.Selected
	var views []view.View
	if passes != nil {
		views = s.project.Job.Settings.Rig.Views
	}
	s.resize(len(passes), func(i int) {
		s.enlarge(title(cameraCaption(i, views[i]), kind), func() *image.NRGBA { return picture(passes[i], kind) })
	})
	for i, p := range passes {
		s.shown[i].set(picture(thin(p, 2*thumbnailSide), kind), cameraCaption(i, views[i]))
	}
}

func samePasses(a, b []view.Passes) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// showViews updates the thumbnails whose view has a newer picture.
func (s *passesStrip) showViews() {
	var previews []project.Preview
	if s.project.Job != nil {
		previews = s.project.Job.Previews
	}
	if s.kindOf != kindPainted || len(previews) != len(s.shown) {
		s.kindOf, s.passes, s.views = kindPainted, nil, make([]project.Preview, len(previews))
		s.resize(len(previews), func(i int) {
			v := s.views[i]
			s.enlarge(title(caption(v), "painted"), func() *image.NRGBA { return v.Image })
		})
	}
	for i, v := range previews {
		if s.views[i] != v {
			s.views[i] = v
			s.shown[i].set(v.Image, caption(v))
		}
	}
}

func (s *passesStrip) resize(n int, tapped func(i int)) {
	s.shown = make([]*thumbnail, n)
	s.row.RemoveAll()
	for i := range n {
		s.shown[i] = newThumbnail(s.tips.text("Click to enlarge."), func() { tapped(i) })
		s.row.Add(s.shown[i])
	}
	s.row.Refresh()
	s.scroll.Refresh()
}

// caption names a painted view by its camera, or says that the painter added it
// while its camera is not known.
func caption(p project.Preview) string {
	if !p.Known {
		return fmt.Sprintf("%d · added", p.View+1)
	}
	return cameraCaption(p.View, p.Camera)
}

func cameraCaption(i int, camera view.View) string {
	// Adding 0 turns -0 into 0.
	return fmt.Sprintf("%d · %.0f°, %.0f°", i+1, math.Round(camera.Azimuth)+0, math.Round(camera.Elevation)+0)
}

func title(caption, kind string) string {
	return "Camera " + caption + " (" + strings.ToLower(kind) + ")"
}

// picture encodes one of the passes.
func picture(p view.Passes, kind string) *image.NRGBA {
	switch kind {
	case kindPosition:
		return p.PositionImage()
	case kindDepth:
		return p.DepthImage()
	case kindMask:
		return p.MaskImage()
	}
	return p.NormalImage()
}
