// Package ui is the window: Fyne panels, one file each, over the state in
// ui/project. Panels hold no logic; they show the project and call its methods.
//
// Everything here runs on Fyne's goroutine, which never waits: opening, painting
// and saving run in the background (background.go) and come back through
// fyne.Do. The 3D view is a picture that a FrameSource draws elsewhere.
package ui
