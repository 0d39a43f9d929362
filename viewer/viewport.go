package viewer

import (
	"context"
	"image"
	"log/slog"
	"sync"
	"time"

	"patina/paint/mesh"
	"patina/paint/view"
)

// scene is what the viewport is asked to show. It is copied as a whole, so that a
// newer wish never mixes with an older one.
type scene struct {
	mesh      *mesh.Mesh
	baseColor []*image.NRGBA
	hatched   []bool // of the triangles, nil for none
	lit       bool
	camera    view.View
	size      image.Point // pixels
	deliver   func(*image.NRGBA)
}

// viewport draws frames on a goroutine of its own, one at a time: whatever is asked
// for while one is being drawn or delivered is drawn next, and only its last state.
type viewport struct {
	wake   chan struct{} // holds a token when the scene has changed
	cancel context.CancelFunc
	ended  chan struct{}

	mu    sync.Mutex
	scene scene
}

func newViewport(v *Viewer) *viewport {
	ctx, cancel := context.WithCancel(context.Background())
	p := &viewport{wake: make(chan struct{}, 1), cancel: cancel, ended: make(chan struct{}), scene: scene{lit: true}}
	go func() {
		defer close(p.ended)
		p.run(ctx, &stage{viewer: v})
	}()
	return p
}

// close stops the goroutine and waits for it.
func (p *viewport) close() {
	p.cancel()
	<-p.ended
}

// change changes the scene and has it drawn. It waits for nobody.
func (p *viewport) change(change func(s *scene)) {
	p.mu.Lock()
	change(&p.scene)
	p.mu.Unlock()
	select {
	case p.wake <- struct{}{}:
	default: // a frame is due already, and it will look at the scene then
	}
}

// settle is how long nothing must change before a draft is drawn again as a fine
// frame.
const settle = 150 * time.Millisecond

// run draws what has changed. Where fine frames take too long it draws drafts, and
// the fine frame when things have come to rest.
func (p *viewport) run(ctx context.Context, st *stage) {
	defer st.release()
	var rest <-chan time.Time // nil while the last frame is fine
	for {
		fine := false
		select {
		case <-ctx.Done():
			return
		case <-rest:
			fine = true
		case <-p.wake:
			fine = !st.slow()
		}
		rest = nil
		s := p.current()
		if !s.complete() {
			continue
		}
		p.drawFrame(ctx, st, s, fine)
		if !fine {
			rest = time.After(settle)
		}
	}
}

func (p *viewport) current() scene {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.scene
}

// complete tells whether there is enough to draw a frame: a size, and somebody who
// wants it.
func (s scene) complete() bool { return s.deliver != nil && s.size.X > 0 && s.size.Y > 0 }

func (p *viewport) drawFrame(ctx context.Context, st *stage, s scene, fine bool) {
	frame, err := st.draw(ctx, s, fine)
	switch {
	case err == nil:
		s.deliver(frame)
	case ctx.Err() == nil:
		slog.Error("viewer: a frame of the viewport could not be drawn", "error", err)
	}
}

// Show says what the viewport draws: a mesh with one base colour texture for each
// material slot; a nil texture, or a nil slice, shows the mesh's own material. A nil
// mesh clears the viewport. The same mesh as before is not uploaded again, and
// neither is the same texture: textures must not change once they are shown, a
// changed one is another image. Show waits for nobody.
func (v *Viewer) Show(m *mesh.Mesh, baseColor []*image.NRGBA) {
	v.viewport.change(func(s *scene) {
		if m != s.mesh {
			s.hatched = nil
		}
		s.mesh, s.baseColor = m, baseColor
	})
}

// Hatch says which triangles of the mesh on show are hatched because a job leaves them as
// they are; nil hatches none. They must not change once they are shown: others are
// another slice. Show with another mesh takes them back. Hatch waits for nobody.
func (v *Viewer) Hatch(triangles []bool) {
	v.viewport.change(func(s *scene) { s.hatched = triangles })
}

// Orbit moves the camera of the viewport and sets the size of its frames in pixels,
// which are drawn smaller where they exceed MaxSize. The latest camera wins; Orbit
// waits for nobody.
func (v *Viewer) Orbit(camera view.View, size image.Point) {
	v.viewport.change(func(s *scene) { s.camera, s.size = camera, size })
}

// Light chooses between the mesh in soft studio light, as at the start, and its
// base colour alone.
func (v *Viewer) Light(on bool) {
	v.viewport.change(func(s *scene) { s.lit = on })
}

// OnFrame has f called with every finished frame, opaque, sRGB, row 0 the top. It
// is called on a goroutine of the viewer, one frame at a time: while f runs, no
// frame is drawn. Two frames are recycled: a frame stays as it is until f has
// returned from the call with the frame after it. An f that waits for another
// goroutine must give up before Close is called, which waits for f.
func (v *Viewer) OnFrame(f func(*image.NRGBA)) {
	v.viewport.change(func(s *scene) { s.deliver = f })
}
