// Products of matrices, in tiles whose sums stay in registers. Included by shadow_template.h.

// Rows of a tile: their sums stay in registers.
enum { TILE_ROWS = 6 };

typedef float v16 __attribute__((vector_size(64), aligned(4)));

typedef double d16 __attribute__((vector_size(128), aligned(8)));

typedef struct {
    v16 row[TILE_ROWS];
} tile;

typedef struct {
    d16 row[TILE_ROWS];
} double_tile;

// Macros, since a vector may not be returned where it is wider than the target's.
#define SPLAT(x) ((v16){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x})
#define DOUBLE_SPLAT(x) ((d16){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x})
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

INLINE void sum_wide(tile *sum, const float *const *x, const float *panel, size_t K)
{
    double_tile acc = {0};
    for (size_t k = 0; k < K; k++) {
        const d16 w = __builtin_convertvector(WEIGHTS(panel, k), d16);
        for (int r = 0; r < TILE_ROWS; r++) {
            const double factor = x[r][k];
            acc.row[r] = acc.row[r] + DOUBLE_SPLAT(factor) * w;
        }
    }
    for (int r = 0; r < TILE_ROWS; r++) {
        sum->row[r] = __builtin_convertvector(acc.row[r], v16);
    }
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
    case CS_WIDE: sum_wide(sum, x, panel, K); break;
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

static void double_product(
    double *y, size_t y_stride, const double *x, size_t x_stride, const float *panels,
    const double *double_panels, const float *bias, double scale, size_t M, size_t K, size_t N)
{
    for (size_t column = 0; column < N; column += CS_PANEL_WIDTH) {
        const size_t width = N - column < CS_PANEL_WIDTH ? N - column : CS_PANEL_WIDTH;
        for (size_t first = 0; first < M; first += TILE_ROWS) {
            double_tile acc = {0};
            for (size_t k = 0; k < K; k++) {
                const size_t place = column * K + k * CS_PANEL_WIDTH;
                const d16 w = panels
                    ? __builtin_convertvector(*(const v16 *)(panels + place), d16)
                    : *(const d16 *)(double_panels + place);
                for (size_t r = 0; r < TILE_ROWS; r++) {
                    const size_t row = first + r < M ? first + r : M - 1;
                    const double factor = x[row * x_stride + k];
                    acc.row[r] = acc.row[r] + DOUBLE_SPLAT(factor) * w;
                }
            }
            for (size_t r = 0; r < TILE_ROWS && first + r < M; r++) {
                double *to = y + (first + r) * y_stride + column;
                for (size_t n = 0; n < width; n++) {
                    const double scaled = acc.row[r][n] * scale;
                    to[n] = bias ? scaled + (double)bias[column + n] : scaled;
                }
            }
        }
    }
}
