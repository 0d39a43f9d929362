// Command generate makes the sample that a fresh Patina opens and the icon of the
// application: every file of assets that is not text. go generate ./assets runs
// it there; the same program always makes the same files.
//
// The sample is a clockwork owl that goes out to paint. Each of its parts is
// either blown onto a signed distance function (blob) or lofted along a path
// (loft), so that its charts are known as it is built; pack lays them into one
// atlas. The reference is the same owl, painted by functions over its surface.
package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"log"
	"os"
	"os/signal"

	"patina/paint/view"
)

// Edges of the pictures in pixels.
const (
	referenceSize = 1024
	iconSize      = 512
)

func main() {
	log.SetFlags(0)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := generate(ctx); err != nil {
		log.Fatal(err)
	}
}

// generate writes all files into the working directory.
func generate(ctx context.Context) error {
	sample := newSample()
	glb, err := encodeGLB(sample.mesh)
	if err != nil {
		return err
	}
	reference, err := drawReference(ctx, sample, referenceSize)
	if err != nil {
		return err
	}
	icon, err := drawIcon(ctx, iconSize)
	if err != nil {
		return err
	}
	for _, file := range []struct {
		name    string
		content []byte
	}{{"sample.glb", glb}, {"sample.png", encodePNG(reference)}, {"icon.png", encodePNG(icon)}} {
		if err := os.WriteFile(file.name, file.content, 0o644); err != nil {
			return fmt.Errorf("writing the sample: %w", err)
		}
	}
	return nil
}

// newSample returns the owl in one mesh.
func newSample() *model { return assemble("clockwork owl", owl()) }

// drawReference draws the painted sample from the front. It is framed a little
// larger and off the middle, as a picture that an artist brings would be.
func drawReference(ctx context.Context, sample *model, size int) (*image.NRGBA, error) {
	v := view.Front()
	v.Lens = view.Orthographic(1.08)
	v.PanX, v.PanY = 0.02, -0.015
	return illustrate(ctx, sample, v, size)
}

func encodePNG(img image.Image) []byte {
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&out, img); err != nil {
		panic(err) // a buffer takes everything, and our sizes are valid
	}
	return out.Bytes()
}
