// Command render makes the data that the built-in model is trained with: objects, what
// the cameras of a job see of them, and references, as files of 32 objects each.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"syscall"
)

type options struct {
	first, count     uint64
	out, sheet       string
	size, references int
	workers          int
	family           string
}

func main() {
	var o options
	flag.Uint64Var(&o.first, "seed", 0, "seed of the first object")
	flag.Uint64Var(&o.count, "count", 32, "number of objects")
	flag.StringVar(&o.out, "out", "", "folder for the files, which is made where it is missing")
	flag.StringVar(&o.sheet, "sheet", "", "write a contact sheet of the objects to this PNG instead")
	flag.IntVar(&o.size, "size", 256, "pixels per side of all pictures")
	flag.IntVar(&o.references, "references", 3, "references of each object")
	flag.IntVar(&o.workers, "workers", runtime.NumCPU(), "objects that are made at the same time")
	flag.StringVar(&o.family, "family", "", "make objects of this family only; for looking at, with --sheet")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := o.run(ctx); err != nil {
		fmt.Fprintf(os.Stderr, "render: %v\n", err)
		os.Exit(1)
	}
}

func (o options) run(ctx context.Context) error {
	switch {
	case o.size < 16 || o.size > 2048:
		return fmt.Errorf("--size must lie between 16 and 2048, got %d", o.size)
	case o.references < 1 || o.references > 64:
		return fmt.Errorf("--references must lie between 1 and 64, got %d", o.references)
	case o.workers < 1:
		return fmt.Errorf("--workers must be at least 1, got %d", o.workers)
	case o.sheet != "":
		return o.writeSheet(ctx)
	case o.out == "":
		return fmt.Errorf("give a folder with --out, or a contact sheet with --sheet")
	}
	if err := os.MkdirAll(o.out, 0o755); err != nil {
		return err
	}
	for first := o.first; first < o.first+o.count; first += perShard {
		if _, err := os.Stat(o.path(first)); err == nil {
			continue // files are written whole, and a seed always makes the same
		}
		if err := o.writeShard(ctx, first, int(min(perShard, o.first+o.count-first))); err != nil {
			return err
		}
	}
	return nil
}
