/// The operations of one variant, but for its tile: included by each training_<variant>.c, which
/// has defined CT(name) to give names their suffix and, before this, CT(tile).
///
/// Vectors are the compiler's own, of CT_LANES sums in one register. Their products are of
/// sign-extended 32-bit numbers, which processors have an instruction for.

typedef int32_t CT(narrow) __attribute__((vector_size(CT_LANES * 4)));
typedef int64_t CT(wide) __attribute__((vector_size(CT_LANES * 8)));

/// Vectors of a panel.
#define CT_VECTORS (CT_PANEL / CT_LANES)

static inline CT(wide) CT(widened)(const int32_t *x)
{
    CT(narrow) narrow;
    __builtin_memcpy(&narrow, x, sizeof narrow);
    return __builtin_convertvector(narrow, CT(wide));
}

static inline int64_t CT(sum)(CT(wide) x)
{
    int64_t sum = 0;
    for (size_t n = 0; n < CT_LANES; n++) {
        sum += x[n];
    }
    return sum;
}

static inline int64_t CT(round_shift)(int64_t x, int shift)
{
    return (x + ((int64_t)1 << (shift - 1))) >> shift;
}

static inline int64_t CT(clamped)(int64_t x, int64_t bound)
{
    return x > bound ? bound : x < -bound ? -bound : x;
}

static inline int32_t CT(clamped32)(int32_t x, int32_t bound)
{
    return x > bound ? bound : x < -bound ? -bound : x;
}

// MARK: pack

static void CT(pack)(const ct_step *step, size_t block_start, size_t block_end)
{
    const size_t D = step->D, Dq = ct_pairs(D) * 2;
    for (size_t block = block_start; block < block_end; block++) {
        uint32_t any = 0;
        for (size_t h = block * CT_BLOCK; h < (block + 1) * CT_BLOCK; h++) {
            int16_t *low = step->hidden_low + h * Dq, *high = step->hidden_high + h * Dq;
            if (h >= step->H) {
                __builtin_memset(low, 0, Dq * sizeof *low);
                __builtin_memset(high, 0, Dq * sizeof *high);
                continue;
            }
            const int32_t *w = step->hidden + h * D;
            for (size_t d = 0; d < D; d++) {
                // |w| <= 2^23: the low limb fills 16 bits, the high one is within +-2^7.
                const int32_t upper = (w[d] + 32768) >> 16;
                low[d] = (int16_t)(w[d] - upper * 65536);
                high[d] = (int16_t)upper;
                any |= (uint32_t)upper;
            }
            if (Dq > D) {
                low[D] = high[D] = 0;
            }
        }
        step->hidden_is_high[block] = any != 0;
    }
}

// MARK: forward

/// The inputs of one panel of samples in both arrangements; 0 where there is no sample or input.
static void CT(gather)(const ct_step *step, size_t panel)
{
    const size_t D = step->D, pairs = ct_pairs(D), sample_pairs = ct_padded(step->B) / 2;
    for (size_t n = 0; n < CT_PANEL; n += 2) {
        int16_t both[2][CT_COUNT_MAX] = {{0}};
        for (size_t e = 0; e < 2; e++) {
            const size_t s = panel * CT_PANEL + n + e;
            if (s >= step->B) {
                continue;
            }
            const uint8_t *x = step->samples + (size_t)step->batch[s] * (D + 1);
            for (size_t d = 0; d < D; d++) {
                both[e][d] = (int16_t)(x[d] - 128);
            }
        }
        int16_t *columns = step->columns + (panel * pairs * CT_PANEL + n) * 2;
        // Stores of vectors to many places take longer than these.
        CT_ONE_BY_ONE
        for (size_t i = 0; i < pairs; i++) {
            __builtin_memcpy(columns + i * CT_PANEL * 2, both[0] + 2 * i, 4);
            __builtin_memcpy(columns + i * CT_PANEL * 2 + 2, both[1] + 2 * i, 4);
        }
        const size_t pair = panel * (CT_PANEL / 2) + n / 2;
        for (size_t d = 0; d < D; d += CT_PANEL) {
            int16_t *row = step->rows + (d / CT_PANEL * sample_pairs + pair) * CT_PANEL * 2;
            for (size_t m = 0; m < CT_PANEL; m++) {
                row[2 * m] = both[0][d + m];
                row[2 * m + 1] = both[1][d + m];
            }
        }
    }
}

/// Hidden sums and activations of a block of hidden units for some panels of samples.
///
/// Bounds: low sums 256 * 2^15 * 2^7 = 2^30, high ones 256 * 2^7 * 2^7 = 2^22. Since 2^16 is a
/// multiple of 2^7, rs(2^16 high + low, 7) = 2^9 high + rs(low, 7). A high sum of 2^20 or more
/// makes a leave +-2^28 whatever else is added, at most 2^23 + 2^23, so that it may be cut there
/// and all holds in 32 bits.
static inline void CT(activate)(
    const ct_step *step, size_t h, size_t sample, const int32_t *low, const int32_t *high,
    size_t samples)
{
    const int32_t bias = step->hidden_bias[h];
    const size_t start = h * ct_padded(step->B) + sample;
    int32_t a[CT_TILE_COLUMNS];
    for (size_t n = 0; n < samples; n++) {
        const int32_t upper = high == NULL ? 0 : CT(clamped32)(high[n], 1 << 20);
        const int32_t sum = bias + upper * 512 + ((low[n] + 64) >> 7);
        a[n] = CT(clamped32)(sum, CT_ACTIVATION_MAX);
    }
    for (size_t n = 0; n < samples; n++) {
        step->r[start + n] = a[n] > 0 ? a[n] : 0;
    }
    if (step->a != NULL) {
        __builtin_memcpy(step->a + start, a, samples * sizeof *a);
    }
}

static void CT(hidden_sums)(const ct_step *step, size_t panel, size_t panels)
{
    const size_t pairs = ct_pairs(step->D), samples = panels * CT_PANEL;
    int32_t low[CT_BLOCK * CT_TILE_COLUMNS], high[CT_BLOCK * CT_TILE_COLUMNS];
    ct_tile tile = {
        .row_stride = pairs * 2,
        .panels = step->columns + panel * pairs * CT_PANEL * 2,
        .panel_stride = pairs * CT_PANEL * 2,
        .pair_count = pairs,
    };
    for (size_t block = 0; block < ct_blocks(step->H); block++) {
        const int is_high = step->hidden_is_high[block];
        tile.limbs = step->hidden_low + block * CT_BLOCK * pairs * 2;
        CT(tile)(low, &tile, panels);
        if (is_high) {
            tile.limbs = step->hidden_high + block * CT_BLOCK * pairs * 2;
            CT(tile)(high, &tile, panels);
        }
        for (size_t n = 0; n < CT_BLOCK && block * CT_BLOCK + n < step->H; n++) {
            CT(activate)(
                step, block * CT_BLOCK + n, panel * CT_PANEL, low + n * CT_TILE_COLUMNS,
                is_high ? high + n * CT_TILE_COLUMNS : NULL, samples);
        }
    }
}

/// z of some classes for one panel of samples. Bound: 256 * 2^23 * 2^28 = 2^59.
__attribute__((always_inline)) static inline void CT(logits)(
    const ct_step *step, size_t panel, size_t c, const size_t classes)
{
    const size_t Bp = ct_padded(step->B), H = step->H;
    CT(wide) sums[CT_CLASSES][CT_VECTORS];
    for (size_t j = 0; j < classes; j++) {
        for (size_t v = 0; v < CT_VECTORS; v++) {
            sums[j][v] = (CT(wide)){0};
        }
    }
    for (size_t h = 0; h < H; h++) {
        const int32_t *row = step->r + h * Bp + panel * CT_PANEL;
        CT(wide) r[CT_VECTORS];
        for (size_t v = 0; v < CT_VECTORS; v++) {
            r[v] = CT(widened)(row + v * CT_LANES);
        }
        for (size_t j = 0; j < classes; j++) {
            const CT(wide) w = (CT(wide)){0} + (int64_t)step->output[(c + j) * H + h];
            for (size_t v = 0; v < CT_VECTORS; v++) {
                sums[j][v] += r[v] * w;
            }
        }
    }
    const size_t first = panel * CT_PANEL;
    const size_t count = step->B - first < CT_PANEL ? step->B - first : CT_PANEL;
    for (size_t j = 0; j < classes; j++) {
        CT_ONE_BY_ONE
        for (size_t n = 0; n < count; n++) {
            step->z[(first + n) * step->C + c + j] = CT(clamped)(
                step->output_bias[c + j] + CT(round_shift)(sums[j][n / CT_LANES][n % CT_LANES], 16),
                CT_ACTIVATION_MAX);
        }
    }
}

static void CT(forward)(const ct_step *step, size_t panel_start, size_t panel_end)
{
    for (size_t panel = panel_start; panel < panel_end; panel += CT_TILE_PANELS) {
        const size_t left = panel_end - panel;
        const size_t panels = left < CT_TILE_PANELS ? left : CT_TILE_PANELS;
        for (size_t p = 0; p < panels; p++) {
            CT(gather)(step, panel + p);
        }
        CT(hidden_sums)(step, panel, panels);
        for (size_t p = 0; p < panels; p++) {
            size_t c = 0;
            for (; c + CT_CLASSES <= step->C; c += CT_CLASSES) {
                CT(logits)(step, panel + p, c, CT_CLASSES);
            }
            for (; c < step->C; c++) {
                CT(logits)(step, panel + p, c, 1);
            }
        }
    }
}

// MARK: gradients

/// q of one hidden unit for one panel of samples. Returns whether a high limb is not 0.
///
/// Bounds: |W2 g| <= 2^23 * 2^17 = 2^40, so |q| <= 2^24, whose high limb is within +-2^8.
static inline uint32_t CT(hidden_gradients)(const ct_step *step, size_t panel, size_t h)
{
    const size_t Bp = ct_padded(step->B), start = h * Bp + panel * CT_PANEL;
    CT(wide) sums[CT_VECTORS];
    for (size_t v = 0; v < CT_VECTORS; v++) {
        sums[v] = (CT(wide)){0};
    }
    for (size_t c = 0; h < step->H && c < step->C; c++) {
        const int32_t *g = step->g + c * Bp + panel * CT_PANEL;
        const CT(wide) w = (CT(wide)){0} + (int64_t)step->output[c * step->H + h];
        for (size_t v = 0; v < CT_VECTORS; v++) {
            sums[v] += CT(widened)(g + v * CT_LANES) * w;
        }
    }
    int32_t q[CT_PANEL];
    for (size_t v = 0; v < CT_VECTORS; v++) {
        const CT(narrow) narrow = __builtin_convertvector((sums[v] + 32768) >> 16, CT(narrow));
        __builtin_memcpy(q + v * CT_LANES, &narrow, sizeof narrow);
    }
    if (h >= step->H) {
        __builtin_memset(step->q_low + start, 0, CT_PANEL * sizeof *step->q_low);
        __builtin_memset(step->q_high + start, 0, CT_PANEL * sizeof *step->q_high);
        return 0;
    }
    uint32_t any = 0;
    for (size_t n = 0; n < CT_PANEL; n++) {
        const int32_t value = step->r[start + n] > 0 ? q[n] : 0;
        const int32_t upper = (value + 32768) >> 16;
        step->q_low[start + n] = (int16_t)(value - upper * 65536);
        step->q_high[start + n] = (int16_t)upper;
        any |= (uint32_t)upper;
    }
    return any;
}

static void CT(gradients)(const ct_step *step, size_t panel_start, size_t panel_end)
{
    const size_t Bp = ct_padded(step->B), blocks = ct_blocks(step->H);
    for (size_t panel = panel_start; panel < panel_end; panel++) {
        for (size_t s = panel * CT_PANEL; s < (panel + 1) * CT_PANEL; s++) {
            const int is_sample = s < step->B;
            CT_ONE_BY_ONE
            for (size_t c = 0; c < step->C; c++) {
                step->g[c * Bp + s] = is_sample ? step->p[s * step->C + c] : 0;
            }
            if (is_sample) {
                const size_t label =
                    step->samples[(size_t)step->batch[s] * (step->D + 1) + step->D];
                step->g[label * Bp + s] -= 65536;
            }
        }
        for (size_t block = 0; block < blocks; block++) {
            uint32_t any = 0;
            for (size_t n = 0; n < CT_BLOCK; n++) {
                any |= CT(hidden_gradients)(step, panel, block * CT_BLOCK + n);
            }
            step->q_is_high[panel * blocks + block] = any != 0;
        }
    }
}

#include "update_template.h"

const ct_kernels CT(kernels) = {
    .name = CT_NAME,
    .pack = CT(pack),
    .forward = CT(forward),
    .gradients = CT(gradients),
    .update = CT(update),
};
