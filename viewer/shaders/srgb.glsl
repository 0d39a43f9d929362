
// encodeSRGB is the transfer function of IEC 61966-2-1.
vec3 encodeSRGB(vec3 linear) {
    vec3 c = clamp(linear, 0.0, 1.0);
    vec3 curve = 1.055 * pow(max(c, vec3(0.0031308)), vec3(1.0 / 2.4)) - 0.055;
    return mix(curve, 12.92 * c, lessThanEqual(c, vec3(0.0031308)));
}
