#version 410 core

uniform float period; // pixels from one line to the next

layout(location = 0) out vec4 colour;

// Slanted lines of the picture, not of the surface: they are as fine on any mesh, and lie
// still on the screen. Between them the surface is tinted, so that thin pieces show too.
void main() {
    float across = fract((gl_FragCoord.x + gl_FragCoord.y) / period);
    float line = 1.0 - smoothstep(0.30, 0.36, abs(across - 0.5) * 2.0);
    vec3 tint = mix(vec3(0.10, 0.30, 0.45), vec3(0.35, 0.80, 1.00), line);
    colour = vec4(tint, mix(0.25, 0.75, line));
}
