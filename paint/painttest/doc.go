// Package painttest is what tests of several packages share: meshes with good UVs,
// fakes of the parts of a job, the meshes of the geometry goldens, comparison of
// pictures, and the conformance test that every PassRenderer must pass. Only tests
// import it.
package painttest
