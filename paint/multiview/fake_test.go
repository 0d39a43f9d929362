package multiview

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"patina/paint"
	"patina/paint/onnx"
	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/tensor"
	"patina/paint/view"
)

// fakeLoader makes networks that answer at once: the encoder averages the pixels of a
// latent, the decoder spreads them out again, and denoisers shrink what they are shown.
type fakeLoader struct {
	mutex sync.Mutex
	loads []string // kinds, in order
	runs  map[string]int
	open  int // networks loaded and not closed
	most  int
	// before, when not nil, is asked before each run of a network, counted from 1 for
	// each kind, and may return an error.
	before func(kind string, run int) error
	// change, when not nil, may change the outputs of a run.
	change func(kind string, out map[string]tensor.Tensor)
	// asked, when not nil, sees the inputs of each run, and may return an error.
	asked func(kind string, in map[string]tensor.Tensor) error
	// refuse is a kind that cannot be loaded.
	refuse string
}

type fakeNetwork struct {
	loader *fakeLoader
	model  onnx.Model
	kind   string
	closed bool
}

func (l *fakeLoader) Load(ctx context.Context, model onnx.Model) (Network, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	n := &fakeNetwork{loader: l, model: model, kind: kindOf(model)}
	if n.kind == l.refuse {
		return nil, fmt.Errorf("no memory for the %s", n.kind)
	}
	l.loads = append(l.loads, n.kind)
	l.open++
	l.most = max(l.most, l.open)
	return n, nil
}

// kindOf tells a network by what it takes and makes.
func kindOf(model onnx.Model) string {
	takes := func(suffix string) bool {
		return slices.ContainsFunc(model.Inputs, func(v onnx.Value) bool { return strings.HasSuffix(v.Name, suffix) })
	}
	switch model.Outputs[0].Name {
	case "mean":
		return "encoder"
	case "image":
		return "decoder"
	case "text":
		return "text"
	case "embedding":
		return "clock"
	case "prediction":
		switch {
		case takes("text"):
			return "delight"
		case takes(".key"):
			return "seeing"
		}
		return "blind"
	}
	return "reference"
}

func (n *fakeNetwork) Run(ctx context.Context, in map[string]tensor.Tensor) (map[string]tensor.Tensor, error) {
	n.loader.mutex.Lock()
	if n.loader.runs == nil {
		n.loader.runs = map[string]int{}
	}
	n.loader.runs[n.kind]++
	run := n.loader.runs[n.kind]
	n.loader.mutex.Unlock()
	for _, v := range n.model.Inputs {
		if !slices.Equal(in[v.Name].Shape, v.Shape) {
			return nil, fmt.Errorf("%s: input %q has the shape %v, want %v", n.kind, v.Name, in[v.Name].Shape, v.Shape)
		}
	}
	if n.loader.before != nil {
		if err := n.loader.before(n.kind, run); err != nil {
			return nil, err
		}
	}
	if n.loader.asked != nil {
		if err := n.loader.asked(n.kind, in); err != nil {
			return nil, err
		}
	}
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	out := map[string]tensor.Tensor{}
	for _, v := range n.model.Outputs {
		out[v.Name] = tensor.New(v.Shape...)
	}
	n.compute(in, out)
	if n.loader.change != nil {
		n.loader.change(n.kind, out)
	}
	return out, nil
}

func (n *fakeNetwork) compute(in, out map[string]tensor.Tensor) {
	switch n.kind {
	case "encoder":
		spread(out["mean"], in["image"], func(latent, pixel *float32) { *latent += *pixel / (latentScale * latentScale) })
	case "decoder":
		spread(in["latents"], out["image"], func(latent, pixel *float32) { *pixel = *latent })
	case "seeing", "blind", "delight":
		for i := range out["prediction"].F32 {
			out["prediction"].F32[i] = 0.1 * in["sample"].F32[i]
		}
		if n.kind == "seeing" {
			out["prediction"].F32[0] += in["mid_0_0.key"].F32[0]
		}
	}
}

// spread visits the pixels of one picture with their latents, by channel.
func spread(latents, pixels tensor.Tensor, visit func(latent, pixel *float32)) {
	h, w := pixels.Shape[2], pixels.Shape[3]
	for c := range 3 {
		for i := range h * w {
			y, x := i/w/latentScale, i%w/latentScale
			visit(&latents.F32[(c*h/latentScale+y)*(w/latentScale)+x], &pixels.F32[c*h*w+i])
		}
	}
}

func (n *fakeNetwork) Close() error {
	n.loader.mutex.Lock()
	defer n.loader.mutex.Unlock()
	if !n.closed {
		n.closed = true
		n.loader.open--
	}
	return nil
}

// open opens a checkpoint of painttest.TinyCheckpoints for views of any multiple of 64
// pixels.
func open(t testing.TB, folder string, loader Loader) *Painter {
	t.Helper()
	p, err := Open(folder, loader, filepath.Join(folder, "widened"))
	if err != nil {
		t.Fatal(err)
	}
	p.smallest = ViewSizeStep
	if p.delight != nil {
		p.delight.size = ViewSizeStep
	}
	return p
}

// request paints the cube from three sides at 64 pixels, in few steps.
func request(t testing.TB) paint.Request {
	t.Helper()
	req := painttest.Request()
	rig, err := view.ParseRig("0,90,180", "0,0,90", "")
	if err != nil {
		t.Fatal(err)
	}
	req.Settings.Rig, req.Settings.Steps, req.Settings.Seed = rig, 3, 7
	req.Reference = twoColours()
	return req
}

// twoColours is a picture with a red and a blue half on a transparent ground.
func twoColours() *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, 40, 30))
	for y := 5; y < 25; y++ {
		for x := 10; x < 30; x++ {
			c := color.NRGBA{200, 40, 30, 255}
			if x >= 20 {
				c = color.NRGBA{30, 60, 200, 255}
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

// heard is what a job reported.
type heard struct {
	steps    []paint.StepDone
	previews map[int]*image.NRGBA
	notices  []string
	each     func(paint.Event)
}

func (h *heard) report(ev paint.Event) {
	switch ev := ev.(type) {
	case paint.StepDone:
		h.steps = append(h.steps, ev)
	case paint.ViewPreview:
		if h.previews == nil {
			h.previews = map[int]*image.NRGBA{}
		}
		h.previews[ev.View] = ev.Image
	case paint.Notice:
		h.notices = append(h.notices, ev.Text)
	}
	if h.each != nil {
		h.each(ev)
	}
}

// paintWith renders the passes and paints.
func paintWith(t testing.TB, ctx context.Context, p *Painter, req paint.Request) ([]view.Painted, *heard, error) {
	t.Helper()
	h := &heard{}
	painted, err := listen(t, ctx, p, req, h)
	return painted, h, err
}

func listen(t testing.TB, ctx context.Context, p *Painter, req paint.Request, h *heard) ([]view.Painted, error) {
	t.Helper()
	passes, err := raster.Renderer{}.RenderPasses(context.Background(), req.Mesh, req.Settings.Rig.Views, req.Settings.ViewSize)
	if err != nil {
		t.Fatal(err)
	}
	return p.PaintViews(ctx, req, passes, h.report)
}

// mustPaint paints and returns the pixels of all views.
func mustPaint(t testing.TB, p *Painter, req paint.Request) ([]byte, *heard) {
	t.Helper()
	painted, h, err := paintWith(t, context.Background(), p, req)
	if err != nil {
		t.Fatal(err)
	}
	return pixels(painted), h
}

func pixels(painted []view.Painted) (all []byte) {
	for _, p := range painted {
		all = append(all, p.Image.Pix...)
	}
	return all
}
