package project

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"patina/paint/catalogue"
)

// Model is a model folder that the artist added.
type Model struct {
	catalogue.Model
	painter *Painter // nil until it is opened
}

// keptModel is an entry of models.json.
type keptModel struct {
	Dir string `json:"dir"`
	ID  string `json:"id"`
}

// lastPainter is the painter that kept settings name while its model is not open.
type lastPainter struct{ name, model string }

// errNoModels is what OpenModel says where main hands none in.
var errNoModels = errors.New("this Patina cannot run models")

func noModels(context.Context, string) (Painter, error) { return Painter{}, errNoModels }

// Models returns the models that the artist added, in the order of the menu.
func (p *Project) Models() []Model { return slices.Clone(p.models) }

// Records returns which licences were accepted and what files models had. They may be
// used by several goroutines.
func (p *Project) Records() *catalogue.Records { return p.records }

// ListModel adds a model to the list, unless it is there already.
func (p *Project) ListModel(m catalogue.Model) {
	if p.model(m.Dir) == nil {
		p.models = append(p.models, Model{Model: m})
	}
}

// UseModel makes an opened model the painter. It is added to the list if it is not
// there.
func (p *Project) UseModel(m catalogue.Model, painter Painter) {
	p.ListModel(m)
	painter.Title, painter.Description, painter.Model = p.titleOf(m), describeModel(m.Entry), m.Dir
	p.model(m.Dir).painter = &painter
	p.take(painter, m.Dir == p.last.model)
}

// take chooses a painter that was opened. Settings that were kept for it stay.
func (p *Project) take(painter Painter, again bool) {
	kept := p.Settings
	p.choose(painter)
	if again {
		p.Settings.Steps, p.Settings.ViewSize, p.Settings.Diffusion.KeepReference = kept.Steps, kept.ViewSize, kept.Diffusion.KeepReference
	}
}

// UnopenedPainter returns the painter of that title if it is one of the program's that has
// to be opened before it can paint.
func (p *Project) UnopenedPainter(title string) (Painter, bool) {
	return p.unopened(func(c Painter) bool { return c.Title == title })
}

// LastPainter returns the painter of the program's that painted when settings were kept, or
// that Options name, and has to be opened first; ok is false when it was another one.
func (p *Project) LastPainter() (Painter, bool) {
	return p.unopened(func(c Painter) bool {
		return c.Name == p.begins || p.begins == "" && p.last == lastPainter{name: c.Name}
	})
}

func (p *Project) unopened(is func(Painter) bool) (Painter, bool) {
	i := slices.IndexFunc(p.painters, func(c Painter) bool { return c.Painter == nil && is(c) })
	if i < 0 {
		return Painter{}, false
	}
	return p.painters[i], true
}

// UsePainter paints with what Open of a painter has returned from now on.
func (p *Project) UsePainter(unopened, opened Painter) {
	opened.Title, opened.Description, opened.BuiltIn = unopened.Title, unopened.Description, unopened.BuiltIn
	i := slices.IndexFunc(p.painters, func(c Painter) bool { return c.Title == unopened.Title })
	p.painters[i] = opened
	p.take(opened, p.last == lastPainter{name: unopened.Name})
}

// RemoveModel forgets a model; its folder is not touched. If it was the painter, the
// first painter takes its place.
func (p *Project) RemoveModel(dir string) {
	chosen := p.Painter().Model == dir
	p.models = slices.DeleteFunc(p.models, func(m Model) bool { return m.Dir == dir })
	p.records.Forget(dir)
	if chosen {
		p.choose(p.painters[0])
	}
}

// ChosenModel returns the model that is the painter; ok is false when the painter
// runs none.
func (p *Project) ChosenModel() (m Model, ok bool) {
	if chosen := p.model(p.Painter().Model); chosen != nil {
		return *chosen, true
	}
	return Model{}, false
}

// Unopened returns the model of that title if it has to be opened before it can be
// the painter.
func (p *Project) Unopened(title string) (m Model, ok bool) {
	for _, m := range p.models {
		if m.painter == nil && p.titleOf(m.Model) == title {
			return m, true
		}
	}
	return Model{}, false
}

// LastModel returns the model that was the painter when settings were kept; ok is
// false when it was another painter, when Options name one, or when the artist has not
// accepted the licence.
func (p *Project) LastModel() (m Model, ok bool) {
	last := p.model(p.last.model)
	if last == nil || p.begins != "" {
		return Model{}, false
	}
	_, ok = p.records.Accepted(last.Entry.ID)
	return *last, ok
}

func (p *Project) model(dir string) *Model {
	if i := slices.IndexFunc(p.models, func(m Model) bool { return m.Dir == dir }); i >= 0 {
		return &p.models[i]
	}
	return nil
}

// titleOf names a model in the menu; where two have a name, their folders tell them
// apart.
func (p *Project) titleOf(m catalogue.Model) string {
	for _, other := range p.models {
		if other.Entry.Name == m.Entry.Name && other.Dir != m.Dir {
			return fmt.Sprintf("%s (%s)", m.Entry.Name, filepath.Base(filepath.Dir(m.Dir)))
		}
	}
	return m.Entry.Name
}

func describeModel(e catalogue.Entry) string {
	text := e.About
	if needs := e.Needs(); needs != "" {
		text += "\n" + needs
	}
	if e.Licence.Name != "" {
		text += "\n" + e.Licence.Name + "."
	}
	return text
}

// asPainter is a model as one of the painters; its Painter is nil until it is opened.
func (p *Project) asPainter(m Model) Painter {
	if m.painter == nil {
		return Painter{Title: p.titleOf(m.Model), Description: describeModel(m.Entry), Model: m.Dir}
	}
	painter := *m.painter
	painter.Title = p.titleOf(m.Model)
	return painter
}

// choose makes a painter the one that paints. What was left as it suits the former
// painter becomes what suits the new one.
func (p *Project) choose(painter Painter) {
	p.Settings = painter.suit(p.Painter().suits(p.Settings), p.Settings)
	p.Settings.Painter, p.Settings.Diffusion.Model = painter.Painter.Name(), painter.Model
	p.last = lastPainter{}
	delete(p.text, PainterName)
	delete(p.problems, PainterName)
}

// ViewSizes are view sizes in pixels: from Min to Max, multiples of Step.
type ViewSizes struct{ Min, Max, Step int }

func (v ViewSizes) include(size int) bool {
	return v == ViewSizes{} || size >= v.Min && size <= v.Max && size%v.Step == 0
}

// checkViewSize says before a job, and not after its passes, that the painter cannot
// paint views of that size.
func (p *Project) checkViewSize() error {
	painter, size := p.Painter(), p.Settings.ViewSize
	if v := painter.ViewSizes; !v.include(size) {
		return fmt.Errorf("view size: %s paints views of %d to %d pixels in steps of %d, and the view size is %d", painter.Title, v.Min, v.Max, v.Step, size)
	}
	return nil
}

// restoreModels reads the list of models. None is opened.
func (p *Project) restoreModels() {
	for _, k := range read(p, modelsFile, nil, validModels) {
		e, known := catalogue.ByID(k.ID)
		if !known {
			e = catalogue.Other(k.Dir)
		}
		p.ListModel(catalogue.Model{Dir: k.Dir, Entry: e})
	}
}

func validModels(list []keptModel) error {
	for _, m := range list {
		if !filepath.IsAbs(m.Dir) {
			return fmt.Errorf("%q is no folder of a model", m.Dir)
		}
	}
	return nil
}

// keptModels is the list as it is kept.
func (p *Project) keptModels() []keptModel {
	list := make([]keptModel, len(p.models))
	for i, m := range p.models {
		list[i] = keptModel{m.Dir, m.Entry.ID}
	}
	return list
}
