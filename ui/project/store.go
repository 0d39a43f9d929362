package project

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"patina/devices"
	"patina/paint"
	"patina/paint/atomicfile"
	"patina/paint/catalogue"
	"patina/paint/jsonfile"
)

// The files in the folder of Options. Each stands alone, so that damage to one
// costs nothing else.
const (
	settingsFile = "settings.json"
	rigsFile     = "rigs.json"
	speedsFile   = "speeds.json"
	modelsFile   = "models.json"
)

// store is the folder in which rigs, settings and speeds are kept.
type store struct {
	folder string
	mu     sync.Mutex
	asked  int // number of the last snapshot taken
	kept   int // number of the last snapshot written
}

// keptSettings is what settings.json holds.
type keptSettings struct {
	Settings   paint.Settings `json:"settings"`
	SeedLocked bool           `json:"seedLocked"`
	Cap        devices.Bytes  `json:"capMemory,omitempty"` // see DeviceMonitor
}

// restore reads what was kept. What is damaged is put aside, told in a notice and
// replaced by defaults.
func (p *Project) restore() {
	records, notice := catalogue.OpenRecords(p.store.folder)
	p.records = records
	if notice != "" {
		p.Notify(notice)
	}
	kept := read(p, settingsFile, keptSettings{Settings: p.defaults()}, func(k keptSettings) error { return k.Settings.Validate() })
	p.rigs = read(p, rigsFile, nil, validRigs)
	p.speeds = read(p, speedsFile, speeds{}, speeds.validate)
	p.restoreModels()
	p.use(kept.Settings)
	if p.Settings.Painter != p.Painter().Painter.Name() {
		p.last = lastPainter{p.Settings.Painter, p.Settings.Diffusion.Model}
		p.Settings.Painter = p.Painter().Painter.Name()
	}
	if p.chooseRig(p.Settings.Rig.Name) != nil {
		p.Settings.Rig.Name, p.cameras.name = CustomCameras, CustomCameras
	}
	p.SeedLocked = kept.SeedLocked
	if kept.Cap > 0 && p.monitor.Cap() == 0 { // the command line comes first
		p.monitor.SetCap(kept.Cap)
	}
	if !p.SeedLocked {
		p.RollSeed()
	}
}

func validRigs(rigs rigList) error {
	for _, r := range rigs {
		if err := r.Validate(); err != nil {
			return fmt.Errorf("rig %q: %w", r.Name, err)
		}
	}
	return nil
}

// read returns what a file of the folder holds, or fallback when there is none or
// it is damaged.
func read[T any](p *Project, name string, fallback T, valid func(T) error) T {
	if p.store.folder == "" {
		return fallback
	}
	path := filepath.Join(p.store.folder, name)
	value, err := jsonfile.Read(path, valid)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fallback
	case err != nil:
		p.Notify(jsonfile.PutAside(path, err, "Patina starts with defaults"))
		return fallback
	}
	return value
}

// Keep returns a function that writes settings, rigs, speeds and models as they are now
// into the folder. It takes time, touches no project and may run anywhere; of
// several, the newest wins in whatever order they run.
func (p *Project) Keep() func() error {
	s := p.store
	if s.folder == "" {
		return func() error { return nil }
	}
	settings := p.Settings
	settings.Protect = nil // it belongs to the mesh
	if _, unopened := p.LastPainter(); unopened && p.last.name != "" || p.model(p.last.model) != nil {
		settings.Painter = p.last.name // so that it is opened next time
	}
	files := map[string][]byte{
		settingsFile: encode(keptSettings{settings, p.SeedLocked, p.monitor.Cap()}),
		rigsFile:     encode(p.rigs),
		speedsFile:   encode(p.speeds),
		modelsFile:   encode(p.keptModels()),
	}
	s.asked++
	number := s.asked
	return func() error { return s.write(files, number) }
}

// has tells whether a file was kept.
func (s *store) has(name string) bool {
	_, err := os.Stat(filepath.Join(s.folder, name))
	return s.folder != "" && err == nil
}

func (s *store) write(files map[string][]byte, number int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if number <= s.kept {
		return nil
	}
	if err := os.MkdirAll(s.folder, 0o755); err != nil {
		return fmt.Errorf("cannot keep settings in %s: %w", s.folder, err)
	}
	for name, b := range files {
		err := atomicfile.Write(filepath.Join(s.folder, name), func(w io.Writer) error {
			_, err := w.Write(b)
			return err
		})
		if err != nil {
			return err
		}
	}
	s.kept = number
	return nil
}

// encode writes a value as JSON. Settings, rigs and speeds hold finite numbers and
// strings only, which always encode.
func encode(value any) []byte {
	b, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		panic("project: " + err.Error())
	}
	return append(b, '\n')
}
