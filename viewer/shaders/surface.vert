#version 410 core

uniform mat4 camera;     // fitted frame to camera's
uniform mat4 projection; // camera's frame to clip space
uniform float spread;    // factor of the picture's pixel mapping, 1 for OpenGL's own

layout(location = 0) in vec3 position;
layout(location = 2) in vec3 normal;
layout(location = 3) in vec2 uv;

centroid out vec3 seen;  // camera's frame
centroid out vec3 outward; // fitted frame
centroid out vec2 texel;

void main() {
    vec4 place = camera * vec4(position, 1.0);
    vec4 clip = projection * place;
    seen = place.xyz;
    outward = normal;
    texel = uv;
    gl_Position = vec4(clip.xy * spread, clip.zw);
}
