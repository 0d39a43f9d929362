package multiview

import (
	"fmt"
	"image"
	"math"

	"patina/paint"
	"patina/paint/arch"
	"patina/paint/checkpoint"
	"patina/paint/noise"
	"patina/paint/onnx"
	"patina/paint/tensor"
)

// autoencoder turns pictures into latents and back, one at a time: that costs no more
// time than a batch, and a fraction of the memory.
type autoencoder struct {
	config  arch.VAEConfig
	weights *checkpoint.Weights
	tiling  tiling // of the decoder
}

func openAutoencoder(folder *checkpoint.Folder) (autoencoder, error) {
	a := autoencoder{config: arch.DefaultVAEConfig(), tiling: viewTiling}
	var err error
	a.weights, err = openNetwork(folder, "vae", &a.config)
	return a, err
}

func (a autoencoder) check() error {
	f := a.config.Factor()
	if f != latentScale {
		return fmt.Errorf("the autoencoder makes one latent of %d x %d pixels, expected %d x %d", f, f, latentScale, latentScale)
	}
	_, err := arch.VAEEncoder(a.config, a.weights, 1, arch.Size{Height: f, Width: f})
	if err == nil {
		_, err = arch.VAEDecoder(a.config, a.weights, 1, arch.Size{Height: 1, Width: 1})
	}
	return err
}

// latentScale is how many pixels a latent stands for along each side.
const latentScale = 8

// encoder is the component that encodes pictures of so many pixels per side.
func (a autoencoder) encoder(name, stage string, size, runs int) component {
	return component{
		name: name, stage: stage, part: partVAE, weights: a.weights, shape: fmt.Sprint(size), runs: runs,
		cuts: pictureTiling.cuts(size / latentScale),
		build: func(w *checkpoint.Weights, n int) (onnx.Model, error) {
			tile := pictureTiling.of(size/latentScale, size/latentScale, n).size()
			return arch.VAEEncoder(a.config, w, 1, arch.Size{Height: tile.Height * latentScale, Width: tile.Width * latentScale})
		},
	}
}

// decoder is the component that decodes pictures of so many pixels per side.
func (a autoencoder) decoder(name, stage string, size, runs int) component {
	side := size / latentScale
	return component{
		name: name, stage: stage, part: partVAE, weights: a.weights, shape: fmt.Sprint(size), runs: runs,
		cuts: a.tiling.cuts(side),
		build: func(w *checkpoint.Weights, n int) (onnx.Model, error) {
			return arch.VAEDecoder(a.config, w, 1, a.tiling.of(side, side, n).size())
		},
	}
}

// encodePictures returns the latents [n,4,h,w] of pictures of one size: the mean of the
// posterior, or a sample where epsilon is a source of noise. They are not scaled yet.
// groups says how many pictures share a draw of noise. Pictures are cut into tiles where
// the plan says so.
func (r *run) encodePictures(name string, pictures []*image.NRGBA, epsilon noise.Source, groups ...int) (mean tensor.Tensor, err error) {
	var logvar tensor.Tensor
	r.tellWork(paint.Encoding, 0, len(pictures))
	err = r.use(name, func(l *loaded) error {
		height, width := pictures[0].Rect.Dy()/latentScale, pictures[0].Rect.Dx()/latentScale
		tiles := pictureTiling.of(height, width, tilesPerSide(l.Tiles))
		mean = tensor.New(len(pictures), l.model.Outputs[0].Shape[1], height, width)
		logvar = tensor.New(mean.Shape...)
		for i, picture := range pictures {
			made, err := tiles.encode(tensor.FromImages([]*image.NRGBA{picture}), func(tile tensor.Tensor) ([]tensor.Tensor, error) {
				out, err := l.compute(r.ctx, map[string]tensor.Tensor{"image": tile})
				return []tensor.Tensor{out["mean"], out["logvar"]}, err
			})
			if err != nil {
				return err
			}
			copy(mean.Rows(i, i+1).F32, made[0].F32)
			copy(logvar.Rows(i, i+1).F32, made[1].F32)
			r.tellWork(paint.Encoding, i+1, len(pictures))
		}
		return finite(mean, name, "encoded picture")
	})
	if err == nil && epsilon != nil {
		sample(mean, logvar, epsilon, groups)
	}
	return mean, err
}

// sample moves the means to a draw from the posterior.
func sample(mean, logvar tensor.Tensor, epsilon noise.Source, groups []int) {
	first := 0
	for _, n := range groups {
		m, v := mean.Rows(first, first+n).F32, logvar.Rows(first, first+n).F32
		draw := make([]float32, len(m))
		epsilon.Fill(draw)
		for i, e := range draw {
			m[i] += float32(math.Exp(0.5*float64(v[i]))) * e
		}
		first += n
	}
}

// decodePictures hands the picture of each of the scaled latents [n,4,h,w] to show. Large
// ones are decoded in tiles, and smaller ones where the plan says so.
func (r *run) decodePictures(name string, a autoencoder, latents tensor.Tensor, show func(picture *image.NRGBA)) error {
	return r.use(name, func(l *loaded) error {
		tiles := a.tiling.of(latents.Shape[2], latents.Shape[3], tilesPerSide(l.Tiles))
		for i := range latents.Shape[0] {
			unscaled := times(latents.Rows(i, i+1), 1/a.config.ScalingFactor)
			pixels, err := tiles.decode(unscaled, func(tile tensor.Tensor) (tensor.Tensor, error) {
				out, err := l.compute(r.ctx, map[string]tensor.Tensor{"latents": tile})
				return out["image"], err
			})
			if err != nil {
				return err
			}
			if err := finite(pixels, name, "decoded view"); err != nil {
				return err
			}
			show(pixels.Images()[0])
		}
		return nil
	})
}
