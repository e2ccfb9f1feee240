// The kernels of one variant; each file that includes this sets CS_NAME and its target. There is no
// guard: it is included once a file.
#include "CShadows.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

// A product and its addition are two roundings, unless the summation asks for one.
#pragma STDC FP_CONTRACT OFF

#define INLINE static inline __attribute__((always_inline))

#include "shadow_products.h"
#include "shadow_sums.h"

static void norm(
    float *y, const float *x, const float *gain, const float *bias, size_t rows, size_t columns,
    float epsilon, cs_summation how)
{
    for (size_t row = 0; row < rows; row++) {
        const float *from = x + row * columns;
        float *to = y + row * columns;
        const float mean = sum_of(from, NULL, columns, how) / (float)columns;
        for (size_t n = 0; n < columns; n++) {
            to[n] = from[n] - mean;
        }
        const float variance = sum_of(to, to, columns, how) / (float)columns;
        const float scale = 1.0f / sqrtf(variance + epsilon);
        for (size_t n = 0; n < columns; n++) {
            to[n] = to[n] * scale * gain[n] + bias[n];
        }
    }
}

static void root_norm(
    float *y, const float *x, const float *gain, size_t rows, size_t columns, float epsilon,
    cs_summation how)
{
    for (size_t row = 0; row < rows; row++) {
        const float *from = x + row * columns;
        float *to = y + row * columns;
        const float mean = sum_of(from, from, columns, how) / (float)columns;
        const float scale = 1.0f / sqrtf(mean + epsilon);
        for (size_t n = 0; n < columns; n++) {
            to[n] = gain[n] * (from[n] * scale);
        }
    }
}

/// e^x in float64, of IEEE operations alone, so that no mathematics library moves a bit.
///
/// |x| is cut to 700, NaN stays; the Taylor series to degree 13 errs by less than 2^-57 on
/// ±ln 2 / 2.
INLINE double exponential(double x)
{
    const double magic = 6755399441055744.0;
    const double given = x;
    x = x < -700.0 ? -700.0 : x > 700.0 ? 700.0 : x;
    const double shifted = x * 1.4426950408889634 + magic;
    const double n = shifted - magic;
    const double r = (x - n * 0x1.62e42fee00000p-1) - n * 0x1.a39ef35793c76p-33;
    double p = 1.0 / 6227020800.0;
    p = p * r + 1.0 / 479001600.0;
    p = p * r + 1.0 / 39916800.0;
    p = p * r + 1.0 / 3628800.0;
    p = p * r + 1.0 / 362880.0;
    p = p * r + 1.0 / 40320.0;
    p = p * r + 1.0 / 5040.0;
    p = p * r + 1.0 / 720.0;
    p = p * r + 1.0 / 120.0;
    p = p * r + 1.0 / 24.0;
    p = p * r + 1.0 / 6.0;
    p = p * r + 0.5;
    p = p * r + 1.0;
    p = p * r + 1.0;
    uint64_t exponent;
    uint64_t bits;
    memcpy(&exponent, &shifted, sizeof exponent);
    memcpy(&bits, &p, sizeof bits);
    bits += exponent << 52;
    memcpy(&p, &bits, sizeof p);
    return given == given ? p : given;
}

static void softmax(float *p, const float *scores, size_t H, size_t T, cs_summation how)
{
    for (size_t row = 0; row < H * T; row++) {
        const float *from = scores + row * T;
        float *to = p + row * T;
        const size_t count = row % T + 1;
        float most = from[0];
        for (size_t n = 1; n < count; n++) {
            most = from[n] > most ? from[n] : most;
        }
        for (size_t n = 0; n < count; n++) {
            to[n] = (float)exponential((double)(from[n] - most));
        }
        const float scale = 1.0f / sum_of(to, NULL, count, how);
        for (size_t n = 0; n < count; n++) {
            to[n] = to[n] * scale;
        }
        memset(to + count, 0, (T - count) * sizeof *to);
    }
}

/// tanh z = 1 − 2 / (e^2z + 1), in float64 and rounded once: near 0 its error is far below what the
/// 1 that is added leaves of it.
static void gelu(float *y, const float *x, size_t count)
{
    for (size_t n = 0; n < count; n++) {
        const float v = x[n];
        const float z = 0.79788456f * (v + 0.044715f * ((v * v) * v));
        const float t = (float)(1.0 - 2.0 / (exponential(2.0 * (double)z) + 1.0));
        y[n] = (0.5f * v) * (1.0f + t);
    }
}

static void gated(float *y, const float *gate, const float *up, size_t count)
{
    for (size_t n = 0; n < count; n++) {
        const float e = (float)exponential(-(double)gate[n]);
        y[n] = gate[n] / (1.0f + e) * up[n];
    }
}

const cs_kernels CS_TABLE = {
    CS_NAME, product, double_product, norm, root_norm, softmax, gelu, gated,
};
