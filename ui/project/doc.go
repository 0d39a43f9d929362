// Package project is the state behind the window: the open mesh and reference, the
// settings, the current job and its result. It knows no toolkit, so that all of it
// is tested without a display.
//
// A Project belongs to one goroutine, the one that runs the window. What takes
// time, opening, saving and keeping, is handed out as functions that touch no
// Project and may run anywhere; what they bring is handed back to a method here.
package project
