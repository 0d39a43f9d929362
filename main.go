// Patina paints a mesh from a picture.
package main

func main() {}
