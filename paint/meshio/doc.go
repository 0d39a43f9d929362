// Package meshio opens meshes (GLB, glTF, OBJ with its MTL, PLY, STL) and saves them
// with their base colour textures replaced (GLB, glTF, OBJ with MTL and PNG, or the PNG
// alone), or exports them as a program expects them.
//
// What is opened is flattened into one mesh.Mesh for painting, and the file itself
// is kept as it was read. Saving a glTF changes the JSON of that original: a new
// image and texture for each painted material, nothing else. Members, accessors and
// extensions that this package does not know survive byte for byte.
//
// Files come from anywhere, so nothing in them is believed: every index, count and
// offset is checked before it is used, and a URI may not leave the file's folder.
// What is wrong ends in an error that names the file; what was left out or assumed
// ends as a sentence in File.Notices.
//
// Start reading at Open, at (*File).Save and at (*File).Export.
package meshio
