//go:build !linux

package ort

// trim does nothing where freed memory goes back to the system by itself.
func trim() {}

// keepLittle does nothing where the system's allocator keeps little by itself.
func keepLittle() {}
