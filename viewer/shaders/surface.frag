#version 410 core

uniform mat4 camera;
uniform bool perspective;
uniform bool lit;
uniform bool textured;
uniform bool doubleSided;
uniform sampler2D baseColor; // decoded to linear by the sampler
uniform vec3 factor;         // linear

centroid in vec3 seen;
centroid in vec3 outward;
centroid in vec2 texel;

layout(location = 0) out vec4 colour;

vec3 encodeSRGB(vec3 linear);

// upright turns a direction of the camera's frame so that y grows towards the top
// of the picture.
vec3 upright(vec3 direction) { return vec3(direction.x, -direction.y, direction.z); }

// facingNormal is the normal on the side that is seen, or that of the flat triangle
// where the mesh has none.
vec3 facingNormal() {
    if (dot(outward, outward) < 1e-8) {
        vec3 flat_ = cross(dFdx(seen), dFdy(seen));
        return upright(flat_.z < 0.0 ? -flat_ : flat_);
    }
    vec3 n = upright(mat3(camera) * outward);
    return gl_FrontFacing ? n : -n;
}

float wrapped(vec3 n, vec3 towards, float wrap) {
    return max(0.0, (dot(n, normalize(towards)) + wrap) / (1.0 + wrap));
}

// studio is a soft light that travels with the camera, so that every side reads
// equally well: a warm key from the upper left, a cool fill from the right, a sky
// above and a floor below, and a rim that lifts the silhouette off the backdrop.
vec3 studio(vec3 albedo) {
    vec3 n = normalize(facingNormal());
    vec3 towardsEye = perspective ? normalize(upright(-seen)) : vec3(0.0, 0.0, 1.0);
    float up = dot(n, upright(mat3(camera) * vec3(0.0, 0.0, -1.0))) * 0.5 + 0.5;

    vec3 light = mix(vec3(0.10, 0.095, 0.09), vec3(0.27, 0.28, 0.30), up);
    light += vec3(0.62, 0.606, 0.582) * wrapped(n, vec3(-0.50, 0.62, 0.72), 0.0);
    light += vec3(0.10, 0.11, 0.13) * wrapped(n, vec3(0.85, 0.05, 0.45), 0.30);

    float away = 1.0 - clamp(dot(n, towardsEye), 0.0, 1.0);
    float rim = 0.20 * away * away * away * (0.35 + 0.65 * up);
    vec3 between = normalize(normalize(vec3(-0.50, 0.62, 0.72)) + towardsEye);
    float gloss = 0.035 * pow(max(0.0, dot(n, between)), 28.0);
    return albedo * light + rim * mix(vec3(1.0), albedo, 0.5) + gloss;
}

void main() {
    vec3 albedo = factor;
    if (textured) {
        albedo *= texture(baseColor, texel).rgb;
    }
    vec3 result = lit ? studio(albedo) : albedo;
    if (lit && !gl_FrontFacing && !doubleSided) {
        // Other programs hide this side. It is painted all the same, so it shows,
        // dimmed.
        result *= 0.4;
    }
    colour = vec4(encodeSRGB(result), 1.0);
}
