// Patina paints a mesh from a picture: in a window, or as one job on the command
// line.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/term"

	"patina/assets"
	"patina/paint"
	"patina/paint/projection"
	"patina/paint/raster"
	"patina/ui/terminal"
	"patina/viewer"
)

// version is set by the linker.
var version = "development"

func main() { os.Exit(run(os.Args[1:])) }

// run is the program: it returns the exit status.
func run(args []string) int {
	opts, err := terminal.Parse(args)
	switch {
	case err != nil:
		fmt.Fprintf(os.Stderr, "patina: %v\nTry patina --help.\n", err)
		return terminal.ExitUsage
	case opts.Help:
		terminal.PrintHelp(os.Stdout)
		return terminal.ExitDone
	case opts.Version:
		fmt.Println("patina", version)
		return terminal.ExitDone
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return runJob(ctx, opts)
}

// renderer is what main needs of a renderer: raster and the viewer are some.
type renderer interface {
	paint.PassRenderer
	paint.ViewRenderer
}

// openRenderer opens OpenGL, or falls back to the CPU with a notice when the choice
// is "auto". The caller calls release when nobody renders any more.
func openRenderer(ctx context.Context, choice string) (r renderer, release func(), notice string, err error) {
	if choice == "cpu" {
		return raster.Renderer{}, func() {}, "", nil
	}
	v, err := viewer.Open(ctx, nil)
	switch {
	case err == nil:
		return v, v.Close, "", nil
	case choice == "gl":
		return nil, nil, "", err
	case errors.Is(err, context.Canceled):
		return nil, nil, "", err
	}
	return raster.Renderer{}, func() {}, fmt.Sprintf("Rendering on the CPU, because OpenGL is not available: %v", err), nil
}

// painters returns the painters by name.
func painters(r paint.PassRenderer) map[string]*paint.Painter {
	all := map[string]*paint.Painter{}
	for _, views := range []paint.ViewPainter{&projection.Painter{Passes: r}} {
		all[views.Name()] = &paint.Painter{Passes: r, Views: views}
	}
	return all
}

func runJob(ctx context.Context, opts terminal.Options) int {
	r, release, notice, err := openRenderer(ctx, opts.Renderer)
	if err != nil {
		fmt.Fprintf(os.Stderr, "patina: %v\n", err)
		return terminal.ExitFailed
	}
	defer release()
	parts := terminal.Parts{
		Painters: painters(r), Views: r, Version: version,
		Sample: assets.Files, SampleMesh: assets.SampleMesh, SampleImage: assets.SampleReference,
		Stdout: os.Stdout, Stderr: os.Stderr, Terminal: term.IsTerminal(int(os.Stderr.Fd())),
	}
	if notice != "" {
		parts.Notices = append(parts.Notices, notice)
	}
	return terminal.Run(ctx, opts, parts)
}
