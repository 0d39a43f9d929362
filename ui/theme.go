package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// darkTheme is a calm, neutral dark: greys without a tint, so that colours on the
// mesh are judged beside nothing that pulls them, one accent, and text of at least
// 7:1 contrast.
type darkTheme struct{ fyne.Theme }

// Theme returns the theme of Patina's window.
func Theme() fyne.Theme { return darkTheme{theme.DefaultTheme()} }

var (
	accent   = color.NRGBA{0xe0, 0x9f, 0x52, 0xff}
	danger   = color.NRGBA{0xf2, 0x7d, 0x72, 0xff}
	success  = color.NRGBA{0x7f, 0xc9, 0x8f, 0xff}
	viewGrey = color.NRGBA{0x2b, 0x2b, 0x2b, 0xff}
)

var darkColors = map[fyne.ThemeColorName]color.Color{
	theme.ColorNameBackground:          color.NRGBA{0x1e, 0x1e, 0x1e, 0xff},
	theme.ColorNameHeaderBackground:    color.NRGBA{0x24, 0x24, 0x24, 0xff},
	theme.ColorNameMenuBackground:      color.NRGBA{0x29, 0x29, 0x29, 0xff},
	theme.ColorNameOverlayBackground:   color.NRGBA{0x26, 0x26, 0x26, 0xff},
	theme.ColorNameInputBackground:     color.NRGBA{0x2b, 0x2b, 0x2b, 0xff},
	theme.ColorNameInputBorder:         color.NRGBA{0x4a, 0x4a, 0x4a, 0xff},
	theme.ColorNameButton:              color.NRGBA{0x37, 0x37, 0x37, 0xff},
	theme.ColorNameDisabledButton:      color.NRGBA{0x2a, 0x2a, 0x2a, 0xff},
	theme.ColorNameForeground:          color.NRGBA{0xe6, 0xe6, 0xe6, 0xff},
	theme.ColorNamePlaceHolder:         color.NRGBA{0xa6, 0xa6, 0xa6, 0xff},
	theme.ColorNameDisabled:            color.NRGBA{0x8e, 0x8e, 0x8e, 0xff},
	theme.ColorNamePrimary:             accent,
	theme.ColorNameForegroundOnPrimary: color.NRGBA{0x1a, 0x14, 0x0c, 0xff},
	theme.ColorNameFocus:               color.NRGBA{0xe0, 0x9f, 0x52, 0x60},
	theme.ColorNameSelection:           color.NRGBA{0xe0, 0x9f, 0x52, 0x40},
	theme.ColorNameHover:               color.NRGBA{0xff, 0xff, 0xff, 0x12},
	theme.ColorNamePressed:             color.NRGBA{0xff, 0xff, 0xff, 0x22},
	theme.ColorNameSeparator:           color.NRGBA{0x3a, 0x3a, 0x3a, 0xff},
	theme.ColorNameScrollBar:           color.NRGBA{0xff, 0xff, 0xff, 0x50},
	theme.ColorNameError:               danger,
	theme.ColorNameForegroundOnError:   color.NRGBA{0x24, 0x0c, 0x0a, 0xff},
	theme.ColorNameSuccess:             success,
	theme.ColorNameWarning:             accent,
}

// Color is the same for light and dark systems: the window is dark.
func (t darkTheme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if c, ok := darkColors[name]; ok {
		return c
	}
	return t.Theme.Color(name, theme.VariantDark)
}

var compactSizes = map[fyne.ThemeSizeName]float32{
	theme.SizeNameText:           13,
	theme.SizeNameCaptionText:    11,
	theme.SizeNameSubHeadingText: 15,
	theme.SizeNameHeadingText:    20,
	theme.SizeNameInnerPadding:   6,
	theme.SizeNamePadding:        4,
	theme.SizeNameInlineIcon:     18,
}

// Size makes room for a viewport: controls are a little denser than Fyne's.
func (t darkTheme) Size(name fyne.ThemeSizeName) float32 {
	if s, ok := compactSizes[name]; ok {
		return s
	}
	return t.Theme.Size(name)
}
