package main

import (
	"context"
	"encoding/json"
	"fmt"
	"image"
	"io"
	"math"
	"path/filepath"
	"strings"

	"patina/assets/training/likeness"
	"patina/paint"
	"patina/paint/atomicfile"
	"patina/paint/bake"
	"patina/paint/view"
)

// result is the measures of a subject.
type result struct {
	Subject string   `json:"subject"`
	Methods []method `json:"methods"`
}

// method is how one way of painting fared.
type method struct {
	Name   string  `json:"name"`
	All    numbers `json:"all"`    // on all of the surface
	Unseen numbers `json:"unseen"` // on what the reference does not show
	// Disagreement is how much views differ where two see the same point, 0 to 255,
	// before they are baked; null for methods that paint no views of the rig.
	Disagreement number `json:"disagreement"`
}

// numbers are likeness.Measures that JSON can hold.
type numbers struct {
	PSNR, SSIM, Perceptual, Colour, Palette number
}

// number is null in JSON where nothing was measured.
type number float64

func (n number) MarshalJSON() ([]byte, error) {
	if f := float64(n); math.IsNaN(f) || math.IsInf(f, 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(n))
}

func numbersOf(m likeness.Measures) numbers {
	return numbers{number(m.PSNR), number(m.SSIM), number(m.Perceptual), number(m.Colour), number(m.Palette)}
}

// measure paints a subject in all ways, compares, and writes its sheet.
func (o options) measure(ctx context.Context, s *subject, p *painters) (result, error) {
	paintings, err := p.paint(ctx, s, o.request(s))
	if err != nil {
		return result{}, err
	}
	all, unseen := s.regions()
	r := result{Subject: s.name}
	for _, painted := range paintings {
		m := method{
			Name: painted.method, Disagreement: number(math.NaN()),
			All:    numbersOf(likeness.Compare(pairs(painted.views, s.truth, all))),
			Unseen: numbersOf(likeness.Compare(pairs(painted.views, s.truth, unseen))),
		}
		if painted.painted != nil {
			mean, _ := likeness.Disagreement(s.sights, painted.painted)
			m.Disagreement = number(mean)
		}
		r.Methods = append(r.Methods, m)
	}
	return r, o.writeSheet(s, paintings)
}

// request is the job of a subject, from the camera that its reference was taken with.
func (o options) request(s *subject) paint.Request {
	settings := paint.DefaultSettings()
	settings.ViewSize, settings.TextureSize, settings.Seed = o.size, o.texture, o.seed
	settings.BakeMethod = bake.Gather
	settings.Rig = view.Default()
	settings.Reference.View, settings.Reference.FindView = s.reference.View, s.search
	return paint.Request{Mesh: s.mesh, Reference: s.reference.Image, Settings: settings}
}

// pairs has none where the truth is unknown.
func pairs(painted, truth []*image.NRGBA, regions [][]bool) []likeness.Pair {
	out := make([]likeness.Pair, len(truth))
	for i := range truth {
		out[i] = likeness.Pair{Painted: painted[i], True: truth[i], Region: regions[i]}
	}
	return out
}

func (o options) write(results []result) error {
	err := atomicfile.Write(filepath.Join(o.out, "measures.md"), func(w io.Writer) error {
		_, err := io.WriteString(w, table(results))
		return err
	})
	if err != nil {
		return err
	}
	return atomicfile.Write(filepath.Join(o.out, "measures.json"), func(w io.Writer) error {
		encoder := json.NewEncoder(w)
		encoder.SetIndent("", "\t")
		return encoder.Encode(results)
	})
}

// table returns means over all subjects, then each subject's unseen sides, in Markdown.
func table(results []result) string {
	var b strings.Builder
	const columns = "PSNR (dB, more is better) | SSIM (more) | perceptual (less) | delta E (less) | palette (less)"
	for _, part := range []struct {
		title string
		of    func(m method) numbers
	}{
		{"What the reference does not show", func(m method) numbers { return m.Unseen }},
		{"All of the surface", func(m method) numbers { return m.All }},
	} {
		fmt.Fprintf(&b, "%s, mean of %d subjects\n\n| method | %s |\n|---|---|---|---|---|---|\n", part.title, len(results), columns)
		for i, name := range methods(results) {
			fmt.Fprintf(&b, "| %s | %s |\n", name, row(meanOf(results, func(r result) numbers { return part.of(r.Methods[i]) })))
		}
		b.WriteString("\n")
	}
	if d := mean(results, func(r result) number { return r.Methods[0].Disagreement }); !math.IsNaN(float64(d)) {
		fmt.Fprintf(&b, "Views of the model differ by %.2f of 255 on average where two see the same point.\n\n", float64(d))
	}
	fmt.Fprintf(&b, "What the reference does not show, by subject\n\n| subject | method | %s |\n|---|---|---|---|---|---|---|\n", columns)
	for _, r := range results {
		for _, m := range r.Methods {
			if !math.IsNaN(float64(m.Unseen.PSNR)) {
				fmt.Fprintf(&b, "| %s | %s | %s |\n", r.Subject, m.Name, row(m.Unseen))
			}
		}
	}
	return b.String()
}

func methods(results []result) (names []string) {
	if len(results) > 0 {
		for _, m := range results[0].Methods {
			names = append(names, m.Name)
		}
	}
	return names
}

func row(n numbers) string {
	return fmt.Sprintf("%.2f | %.3f | %.3f | %.1f | %.3f", n.PSNR, n.SSIM, n.Perceptual, n.Colour, n.Palette)
}

func meanOf(results []result, of func(r result) numbers) numbers {
	component := func(pick func(n numbers) number) number {
		return mean(results, func(r result) number { return pick(of(r)) })
	}
	return numbers{
		PSNR:       component(func(n numbers) number { return n.PSNR }),
		SSIM:       component(func(n numbers) number { return n.SSIM }),
		Perceptual: component(func(n numbers) number { return n.Perceptual }),
		Colour:     component(func(n numbers) number { return n.Colour }),
		Palette:    component(func(n numbers) number { return n.Palette }),
	}
}

// mean leaves out subjects of which a number was not measured.
func mean(results []result, of func(r result) number) number {
	var sum, count number
	for _, r := range results {
		if n := of(r); !math.IsNaN(float64(n)) && !math.IsInf(float64(n), 0) {
			sum += n
			count++
		}
	}
	return sum / count
}
