#version 410 core

uniform float reach;
uniform float opacity; // 0 to 1

in vec2 place;

layout(location = 0) out vec4 colour;

// lines covers the pixel with the lines of a grid as far as they touch it, and
// fades them where they crowd.
float lines(float spacing, float width) {
    vec2 at = place / spacing;
    vec2 pixel = max(fwidth(at), vec2(1e-6));
    vec2 off = abs(fract(at - 0.5) - 0.5);
    vec2 covered = clamp(width * 0.5 + 0.5 - off / pixel, 0.0, 1.0) * clamp(1.4 - 2.5 * pixel, 0.0, 1.0);
    return max(covered.x, covered.y);
}

void main() {
    float strength = max(0.30 * lines(0.1, 1.0), 0.55 * lines(0.5, 1.3));
    float fade = 1.0 - smoothstep(0.25, 1.0, length(place) / reach);
    colour = vec4(vec3(0.52, 0.53, 0.56), strength * fade * opacity);
}
