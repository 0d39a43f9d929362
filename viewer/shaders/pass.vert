#version 410 core

uniform mat4 camera;     // fitted frame to camera's
uniform mat4 projection; // camera's frame to clip space
uniform float spread;    // (size-1)/size: the reference puts the outer pixel centres, not the outer edges, at -1 and 1

layout(location = 0) in vec3 position;
layout(location = 1) in vec3 normal;

out vec3 seenPosition;
out vec3 seenNormal;
out float seenDepth;           // camera-space z
noperspective out float level; // the z that competes, in normalized device coordinates

void main() {
    vec4 seen = camera * vec4(position, 1.0);
    vec4 clip = projection * seen;
    seenPosition = position;
    seenNormal = normal;
    seenDepth = seen.z;
    level = clip.z / clip.w;
    // At z = 0 nothing is clipped by the near and far planes, which the reference
    // does not have.
    gl_Position = vec4(clip.xy * spread, 0.0, clip.w);
}
