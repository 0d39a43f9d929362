package viewer

import (
	"errors"

	"github.com/go-gl/gl/v4.1-core/gl"
)

var errOutOfMemory = errors.New("the graphics driver has no memory left: choose a smaller view or texture size, or close other programs")

// target is a framebuffer that is drawn to, with one renderbuffer for each colour
// output and one for depth.
type target struct {
	framebuffer   uint32
	renderbuffers []uint32
	width, height int
}

// newTarget makes a target and binds it. samples is the number of samples per
// pixel, 0 for a target that is read back. The formats are those of the colour
// outputs in the order of their locations.
func newTarget(width, height, samples int, formats ...uint32) (*target, error) {
	t := &target{width: width, height: height}
	gl.GenFramebuffers(1, &t.framebuffer)
	t.bind()
	outputs := make([]uint32, len(formats))
	for i, format := range formats {
		outputs[i] = gl.COLOR_ATTACHMENT0 + uint32(i)
		t.attach(outputs[i], format, samples)
	}
	t.attach(gl.DEPTH_ATTACHMENT, gl.DEPTH_COMPONENT32F, samples)
	gl.DrawBuffers(int32(len(outputs)), &outputs[0])
	status := gl.CheckFramebufferStatus(gl.FRAMEBUFFER)
	err := glError()
	if err == nil && status != gl.FRAMEBUFFER_COMPLETE {
		err = errors.New("the graphics driver cannot draw to floating point pictures: update it")
	}
	if err != nil {
		t.Release()
		return nil, err
	}
	return t, nil
}

func (t *target) attach(attachment, format uint32, samples int) {
	var name uint32
	gl.GenRenderbuffers(1, &name)
	t.renderbuffers = append(t.renderbuffers, name)
	gl.BindRenderbuffer(gl.RENDERBUFFER, name)
	gl.RenderbufferStorageMultisample(gl.RENDERBUFFER, int32(samples), format, int32(t.width), int32(t.height))
	gl.FramebufferRenderbuffer(gl.FRAMEBUFFER, attachment, gl.RENDERBUFFER, name)
}

// bind makes the target the one that is drawn to and read from.
func (t *target) bind() { gl.BindFramebuffer(gl.FRAMEBUFFER, t.framebuffer) }

// Release deletes the target.
func (t *target) Release() {
	gl.DeleteFramebuffers(1, &t.framebuffer)
	gl.DeleteRenderbuffers(int32(len(t.renderbuffers)), &t.renderbuffers[0])
}

// canvas is what 8-bit pictures are drawn on: fine ones with several samples per
// pixel that are averaged at the end, drafts with one.
type canvas struct {
	fine, plain *target
	drawn       *target // the one that was bound last
}

func newCanvas(width, height, samples int) (c *canvas, err error) {
	c = &canvas{}
	if c.plain, err = newTarget(width, height, 0, gl.RGBA8); err != nil {
		return nil, err
	}
	if c.fine, err = newTarget(width, height, samples, gl.RGBA8); err != nil {
		c.plain.Release()
		return nil, err
	}
	return c, nil
}

// bind makes the canvas the one that is drawn to, and clears its depth.
func (c *canvas) bind(fine bool) {
	c.drawn = c.plain
	if fine {
		c.drawn = c.fine
	}
	c.drawn.bind()
	gl.Viewport(0, 0, int32(c.drawn.width), int32(c.drawn.height))
	farthest := float32(1)
	gl.DepthMask(true)
	gl.ClearBufferfv(gl.DEPTH, 0, &farthest)
}

// read copies the picture to pix, averaging the samples of a fine one: 4 bytes a
// pixel, the first row that of y = -1 of normalized device coordinates.
func (c *canvas) read(pix []uint8) {
	w, h := int32(c.drawn.width), int32(c.drawn.height)
	if c.drawn == c.fine {
		gl.BindFramebuffer(gl.READ_FRAMEBUFFER, c.fine.framebuffer)
		gl.BindFramebuffer(gl.DRAW_FRAMEBUFFER, c.plain.framebuffer)
		gl.BlitFramebuffer(0, 0, w, h, 0, 0, w, h, gl.COLOR_BUFFER_BIT, gl.NEAREST)
	}
	c.plain.bind()
	gl.ReadPixels(0, 0, w, h, gl.RGBA, gl.UNSIGNED_BYTE, gl.Ptr(pix))
}

// Release deletes the canvas.
func (c *canvas) Release() {
	c.fine.Release()
	c.plain.Release()
}
