package ort

/*
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
static void trim(void) { malloc_trim(0); }
static void keep_little(int bytes) { mallopt(M_MMAP_THRESHOLD, bytes); mallopt(M_TRIM_THRESHOLD, bytes); }
#else
static void trim(void) {}
static void keep_little(int bytes) {}
#endif
*/
import "C"

// trim gives freed memory back to the system, which glibc else keeps.
func trim() { C.trim() }

// keepLittle lets glibc map large blocks by themselves, and give the ends of its stores
// back. Else it raises both limits to what was freed once, and keeps up to 64 MB for each
// thread that ever allocated, out of reach of trim.
func keepLittle() { C.keep_little(1 << 20) }
