#version 410 core

uniform vec2 size; // pixels

layout(location = 0) out vec4 colour;

const vec3 middle = vec3(0.204, 0.208, 0.220); // sRGB
const vec3 edge = vec3(0.118, 0.120, 0.128);

// grain is an ordered noise between -0.5 and 0.5 that hides the steps of 8 bits.
float grain(vec2 pixel) { return fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715)))) - 0.5; }

void main() {
    vec2 p = gl_FragCoord.xy / size - vec2(0.5, 0.42);
    float away = smoothstep(0.0, 0.85, length(p * vec2(1.0, 1.1)));
    colour = vec4(mix(middle, edge, away) + grain(gl_FragCoord.xy) / 255.0, 1.0);
}
