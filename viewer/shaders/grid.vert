#version 410 core

uniform mat4 camera;
uniform mat4 projection;
uniform float ground; // z of the ground in the fitted frame
uniform float reach;  // fitted units from the middle to where the grid has faded

out vec2 place; // fitted units on the ground

// A square strip of two triangles.
void main() {
    place = reach * vec2((gl_VertexID & 1) * 2 - 1, (gl_VertexID >> 1) * 2 - 1);
    gl_Position = projection * camera * vec4(place, ground, 1.0);
}
