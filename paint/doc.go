// Package paint is the job that turns a mesh and a reference image into textures.
//
// A Request holds everything a job needs, a Painter runs it stage by stage, and a
// Job is one run in the background with its events. Painter.Paint reads as the
// list of the stages; start there.
//
// The package knows neither Fyne nor OpenGL nor ONNX Runtime: main hands it a
// PassRenderer and a ViewPainter. Around it stand the packages that do the work of
// one stage each:
//
//   - geom, mesh, view: the vocabulary (vectors, the indexed mesh, cameras and
//     what they see)
//   - meshio: files in and out
//   - protect: what of a mesh must stay as it is
//   - raster: the CPU renderer
//   - projection: the painter that projects the reference
//   - multiview: the painter that runs a diffusion model, on top of checkpoint, arch
//     and onnx (from weights to graphs), scheduler and noise (the solver), diffusion
//     (the loop) and ort (ONNX Runtime)
//   - multiview: the painter that runs a diffusion checkpoint
//   - bake: from painted views to textures
//   - painttest: fakes, sample meshes and conformance tests
package paint
