//go:build !linux

package ort

// trim does nothing where freed memory goes back to the system by itself.
func trim() {}
