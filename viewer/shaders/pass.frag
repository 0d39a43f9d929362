#version 410 core

in vec3 seenPosition;
in vec3 seenNormal;
in float seenDepth;
noperspective in float level;

layout(location = 0) out vec4 normal;
layout(location = 1) out vec4 position;
layout(location = 2) out float depth;
layout(location = 3) out int triangle;

void main() {
    normal = vec4(seenNormal, 1.0);
    position = vec4(seenPosition, 1.0);
    depth = seenDepth;
    triangle = gl_PrimitiveID;
    // The reference compares depths in steps of 2^-18, and where two surfaces fall
    // into the same step the lower triangle index wins. Halved and centred, so that
    // what lies a little before the near plane keeps its order.
    float steps = floor((level * 0.49999 + 0.5) * 262144.0);
    gl_FragDepth = steps / 524288.0 + 0.25;
}
