// The kernels of one variant; each file that includes this sets CS_NAME and its target. There is no
// guard: it is included once a file.
#include "CShadows.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

// A product and its addition are two roundings, unless the summation asks for one.
#pragma STDC FP_CONTRACT OFF

#define INLINE static inline __attribute__((always_inline))

// Rows of a tile: their sums stay in registers.
enum { TILE_ROWS = 6 };

typedef float v16 __attribute__((vector_size(64), aligned(4)));

typedef struct {
    v16 row[TILE_ROWS];
} tile;

// Macros, since a vector may not be returned where it is wider than the target's.
#define SPLAT(x) ((v16){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x})
#define WEIGHTS(panel, k) (*(const v16 *)((panel) + (k) * CS_PANEL_WIDTH))
#define TERM(x, panel, k) (SPLAT((x)[k]) * WEIGHTS(panel, k))

INLINE void add(tile *sum, const tile *term)
{
    for (int r = 0; r < TILE_ROWS; r++) {
        sum->row[r] = sum->row[r] + term->row[r];
    }
}

/// sum = Σ x[r][k] · panel[k] over `count` terms from k = start on, `step` apart, from +0.
INLINE void accumulate(
    tile *sum, const float *const *x, const float *panel, ptrdiff_t start, ptrdiff_t step,
    size_t count, bool is_fused)
{
    tile acc = {0};
    ptrdiff_t k = start;
    for (size_t i = 0; i < count; i++, k += step) {
        const v16 w = WEIGHTS(panel, k);
        for (int r = 0; r < TILE_ROWS; r++) {
            const v16 factor = SPLAT(x[r][k]);
            acc.row[r] = is_fused ? __builtin_elementwise_fma(factor, w, acc.row[r])
                                  : acc.row[r] + factor * w;
        }
    }
    *sum = acc;
}

INLINE size_t lane_count(size_t K, size_t lane, size_t lanes)
{
    return K > lane ? (K - lane - 1) / lanes + 1 : 0;
}

INLINE void sum_lanes(
    tile *sum, const float *const *x, const float *panel, size_t K, size_t lanes, bool is_fused)
{
    tile parts[CS_PART_COUNT_MAX];
    for (size_t lane = 0; lane < lanes; lane++) {
        accumulate(
            &parts[lane], x, panel, (ptrdiff_t)lane, (ptrdiff_t)lanes,
            lane_count(K, lane, lanes), is_fused);
    }
    for (size_t width = 1; width < lanes; width *= 2) {
        for (size_t lane = 0; lane < lanes; lane += 2 * width) {
            add(&parts[lane], &parts[lane + width]);
        }
    }
    *sum = parts[0];
}

INLINE void sum_parts(
    tile *sum, const float *const *x, const float *panel, size_t K, size_t parts, bool is_fused)
{
    tile all = {0};
    for (size_t part = 0; part < parts; part++) {
        const size_t start = K * part / parts;
        tile one;
        accumulate(
            &one, x, panel, (ptrdiff_t)start, 1, K * (part + 1) / parts - start, is_fused);
        if (part == 0) {
            all = one;
        } else {
            add(&all, &one);
        }
    }
    *sum = all;
}

INLINE void sum_compensated(tile *sum, const float *const *x, const float *panel, size_t K)
{
    tile acc = {0};
    tile lost = {0};
    for (size_t k = 0; k < K; k++) {
        const v16 w = WEIGHTS(panel, k);
        for (int r = 0; r < TILE_ROWS; r++) {
            const v16 term = SPLAT(x[r][k]) * w - lost.row[r];
            const v16 next = acc.row[r] + term;
            lost.row[r] = (next - acc.row[r]) - term;
            acc.row[r] = next;
        }
    }
    *sum = acc;
}

/// A block of terms that is whole: its sum, and the sums that wait on a stack for their neighbour.
INLINE void push(tile *stack, size_t *height, tile block, size_t index)
{
    for (; index & 1; index >>= 1) {
        tile joined = stack[--*height];
        add(&joined, &block);
        block = joined;
    }
    stack[(*height)++] = block;
}

INLINE void sum_pairwise(tile *sum, const float *const *x, const float *panel, size_t K)
{
    tile stack[64];
    size_t height = 0;
    for (size_t block = 0; block < K / 8; block++) {
        const size_t k = 8 * block;
        tile eight;
        for (int r = 0; r < TILE_ROWS; r++) {
            eight.row[r] =
                ((TERM(x[r], panel, k) + TERM(x[r], panel, k + 1))
                 + (TERM(x[r], panel, k + 2) + TERM(x[r], panel, k + 3)))
                + ((TERM(x[r], panel, k + 4) + TERM(x[r], panel, k + 5))
                   + (TERM(x[r], panel, k + 6) + TERM(x[r], panel, k + 7)));
        }
        push(stack, &height, eight, block);
    }
    for (size_t k = K / 8 * 8; k < K; k++) {
        tile one;
        for (int r = 0; r < TILE_ROWS; r++) {
            one.row[r] = TERM(x[r], panel, k);
        }
        push(stack, &height, one, k % 8);
    }
    tile all = {0};
    if (height > 0) {
        all = stack[--height];
    }
    while (height > 0) {
        tile joined = stack[--height];
        add(&joined, &all);
        all = joined;
    }
    *sum = all;
}

static void tile_sum(
    tile *sum, const float *const *x, const float *panel, size_t K, cs_summation how)
{
    const size_t parts = (size_t)how.part_count;
    switch (how.order) {
    case CS_ASCENDING:
        if (how.is_fused) {
            accumulate(sum, x, panel, 0, 1, K, true);
        } else {
            accumulate(sum, x, panel, 0, 1, K, false);
        }
        break;
    case CS_DESCENDING:
        accumulate(sum, x, panel, (ptrdiff_t)K - 1, -1, K, false);
        break;
    case CS_PAIRWISE: sum_pairwise(sum, x, panel, K); break;
    case CS_LANES:
        if (how.is_fused) {
            sum_lanes(sum, x, panel, K, parts, true);
        } else {
            sum_lanes(sum, x, panel, K, parts, false);
        }
        break;
    case CS_PARTS: sum_parts(sum, x, panel, K, parts, false); break;
    default: sum_compensated(sum, x, panel, K); break;
    }
}

static void product(
    float *y, size_t y_stride, const float *x, size_t x_stride, const float *panels,
    const float *bias, float scale, size_t M, size_t K, size_t N, cs_summation how)
{
    for (size_t column = 0; column < N; column += CS_PANEL_WIDTH) {
        const float *panel = panels + column * K;
        const size_t width = N - column < CS_PANEL_WIDTH ? N - column : CS_PANEL_WIDTH;
        for (size_t first = 0; first < M; first += TILE_ROWS) {
            // Rows that are too many repeat the last one, and are not kept.
            const float *rows[TILE_ROWS];
            for (size_t r = 0; r < TILE_ROWS; r++) {
                rows[r] = x + (first + r < M ? first + r : M - 1) * x_stride;
            }
            tile sum;
            tile_sum(&sum, rows, panel, K, how);
            for (size_t r = 0; r < TILE_ROWS && first + r < M; r++) {
                float *to = y + (first + r) * y_stride + column;
                for (size_t n = 0; n < width; n++) {
                    const float scaled = sum.row[r][n] * scale;
                    to[n] = bias ? scaled + bias[column + n] : scaled;
                }
            }
        }
    }
}

// Sums of one row, in the same orders.

/// Σ a[k] · b[k], or Σ a[k] where b is NULL.
INLINE float run_of(
    const float *a, const float *b, ptrdiff_t start, ptrdiff_t step, size_t count, bool is_fused)
{
    float sum = 0;
    ptrdiff_t k = start;
    for (size_t i = 0; i < count; i++, k += step) {
        sum = b == NULL ? sum + a[k] : is_fused ? fmaf(a[k], b[k], sum) : sum + a[k] * b[k];
    }
    return sum;
}

static float pairwise_of(const float *a, const float *b, size_t count)
{
    float stack[64];
    size_t height = 0;
    for (size_t k = 0; k < count; k++) {
        float block = b == NULL ? a[k] : a[k] * b[k];
        for (size_t index = k; index & 1; index >>= 1) {
            block = stack[--height] + block;
        }
        stack[height++] = block;
    }
    float all = height > 0 ? stack[--height] : 0;
    while (height > 0) {
        all = stack[--height] + all;
    }
    return all;
}

static float compensated_of(const float *a, const float *b, size_t count)
{
    float sum = 0;
    float lost = 0;
    for (size_t k = 0; k < count; k++) {
        const float term = (b == NULL ? a[k] : a[k] * b[k]) - lost;
        const float next = sum + term;
        lost = (next - sum) - term;
        sum = next;
    }
    return sum;
}

static float sum_of(const float *a, const float *b, size_t count, cs_summation how)
{
    const bool is_fused = how.is_fused != 0;
    const size_t parts = (size_t)how.part_count;
    switch (how.order) {
    case CS_ASCENDING: return run_of(a, b, 0, 1, count, is_fused);
    case CS_DESCENDING: return run_of(a, b, (ptrdiff_t)count - 1, -1, count, is_fused);
    case CS_PAIRWISE: return pairwise_of(a, b, count);
    case CS_LANES: {
        float lanes[CS_PART_COUNT_MAX];
        for (size_t lane = 0; lane < parts; lane++) {
            lanes[lane] = run_of(
                a, b, (ptrdiff_t)lane, (ptrdiff_t)parts, lane_count(count, lane, parts), is_fused);
        }
        for (size_t width = 1; width < parts; width *= 2) {
            for (size_t lane = 0; lane < parts; lane += 2 * width) {
                lanes[lane] = lanes[lane] + lanes[lane + width];
            }
        }
        return lanes[0];
    }
    case CS_PARTS: {
        float all = 0;
        for (size_t part = 0; part < parts; part++) {
            const size_t start = count * part / parts;
            const float one = run_of(
                a, b, (ptrdiff_t)start, 1, count * (part + 1) / parts - start, is_fused);
            all = part == 0 ? one : all + one;
        }
        return all;
    }
    default: return compensated_of(a, b, count);
    }
}

static void norm(
    float *y, const float *x, const float *gain, const float *bias, size_t rows, size_t columns,
    cs_summation how)
{
    for (size_t row = 0; row < rows; row++) {
        const float *from = x + row * columns;
        float *to = y + row * columns;
        const float mean = sum_of(from, NULL, columns, how) / (float)columns;
        for (size_t n = 0; n < columns; n++) {
            to[n] = from[n] - mean;
        }
        const float variance = sum_of(to, to, columns, how) / (float)columns;
        const float scale = 1.0f / sqrtf(variance + 1e-5f);
        for (size_t n = 0; n < columns; n++) {
            to[n] = to[n] * scale * gain[n] + bias[n];
        }
    }
}

/// e^x in float64, of IEEE operations alone, so that no mathematics library moves a bit.
///
/// |x| is cut to 700; the Taylor series to degree 13 errs by less than 2^-57 on ±ln 2 / 2.
INLINE double exponential(double x)
{
    const double magic = 6755399441055744.0;
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
    return p;
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

const cs_kernels CS_TABLE = {CS_NAME, product, norm, softmax, gelu};
