package ui

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"patina/ui/project"
)

// uvPanel says how the mesh lies in its textures, and shows one of them: the one under the
// pointer, or the one that was chosen.
type uvPanel struct {
	*fyne.Container
	fields
	text    *widget.Label
	sets    *tipSelect
	picture *thumbnail
	row     *fyne.Container // of the textures
	slot    int             // that is shown
	shown   *image.NRGBA
}

// tiler gives the tiles of the mesh another meaning.
type tiler interface {
	chooseTiling(title string)
	enlarge(title string, picture func() *image.NRGBA)
}

func newUVPanel(p *project.Project, t tips, w tiler, changed func()) *uvPanel {
	u := &uvPanel{fields: fields{project: p, tips: t, changed: changed}, text: widget.NewLabel("")}
	u.text.Wrapping = fyne.TextWrapWord
	tiles := u.choiceFor(project.Tiles, project.Tilings, w.chooseTiling)
	u.sets = newSelect(nil, t.text("The texture that is shown here: choose one, or point at the mesh."), func(title string) {
		for _, set := range p.TextureSets() {
			if set.Title == title {
				u.look(set.Slot)
			}
		}
	})
	u.picture = newThumbnail(t.text("The texture of a material, or of one of its UDIM tiles, as it is on the mesh now. Click it to enlarge it."), func() {
		if u.shown != nil {
			w.enlarge(u.sets.Selected, func() *image.NRGBA { return u.shown })
		}
	})
	u.row = container.NewBorder(nil, nil, u.picture, nil, container.NewVBox(u.sets))
	u.Container = container.NewVBox(widget.NewSeparator(), heading("UVs"), u.text, tiles, u.entry(project.Atlases), u.row)
	return u
}

// look shows the texture of a slot.
func (u *uvPanel) look(slot int) {
	u.slot = slot
	u.refresh()
}

func (u *uvPanel) refresh() {
	u.fields.refresh()
	text := u.project.UVText()
	if text != u.text.Text {
		u.text.SetText(text)
	}
	show(u.text, text != "")
	sets := u.project.TextureSets()
	show(u.row, len(sets) > 0)
	if len(sets) == 0 {
		return
	}
	if u.slot >= len(sets) {
		u.slot = 0
	}
	u.sets.Options = u.sets.Options[:0]
	for _, set := range sets {
		u.sets.Options = append(u.sets.Options, set.Title)
	}
	u.sets.Selected = sets[u.slot].Title
	u.sets.Refresh()
	u.showPicture(u.project.TextureIn(u.slot))
}

// showPicture shrinks a texture only when it is another one.
func (u *uvPanel) showPicture(picture *image.NRGBA) {
	show(u.picture, picture != nil)
	if picture == nil || picture == u.shown {
		u.shown = picture
		return
	}
	u.shown = picture
	u.picture.set(picture, "")
}
