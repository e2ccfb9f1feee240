/// Types and constants that every variant shares with its tile.
#ifndef CK_TILE_H
#define CK_TILE_H

#include "CKernels.h"

enum {
    CK_PANEL_COLUMNS = CK_PANEL_WIDTH,
    /// A tile of words is up to 8 rows times up to 3 panels.
    CK_TILE_ROWS = 8,
    CK_TILE_PANELS = 3,
    CK_TILE_COLUMNS = CK_TILE_PANELS * CK_PANEL_COLUMNS,
    CK_CACHE_LINE = 64,
};

/// States that |value| <= limit. In a check build every value is held against its limit and the
/// largest is kept; in any other, this is a comment.
#if defined(CK_CHECK_BOUNDS)
#define CK_BOUND(what, value, limit)                                        \
    do {                                                                    \
        static ck_observed observed = {what, (int64_t)(limit), -1, NULL};   \
        ck_observe(&observed, (int64_t)(value));                            \
    } while (0)
typedef struct ck_observed {
    const char *what;
    int64_t limit;
    int64_t most;
    struct ck_observed *next;
} ck_observed;
void ck_observe(ck_observed *observed, int64_t value);
#else
#define CK_BOUND(what, value, limit) ((void)0)
#endif

/// Inlined where a width is known, so that it is a constant there.
#define CK_INLINE __attribute__((always_inline)) static inline

// The protocol's constants, section 1, and those of Qwen2's shape.
#define CK_ONE 65536
#define CK_ACT_CLAMP (4096 * CK_ONE)
#define CK_QK_CLAMP (512 * CK_ONE)
#define CK_SQRT_HALF 46341
/// 10^-6 in Q32.
#define CK_ROOT_EPSILON 4295
#define CK_SATURATION (6 * CK_ONE)
#define CK_LOG2E 94548
#define CK_SQRT_2_OVER_PI 52293
#define CK_GELU_CUBIC 2931
#define CK_EXP2_C1 45426u
#define CK_EXP2_C2 14904u
#define CK_EXP2_C3 5207u
/// Below this (Q16), e^d is 0.
#define CK_EXPONENT_MIN (-(1 << 22))

/// The division of a row by its deviation, as a product with its reciprocal.
typedef struct {
    int32_t mean;
    int32_t deviation;
    int32_t reciprocal;
    int shift;
} ck_row_scale;

/// The operands of a tile: rows of pairs of limbs, and panels.
///
/// sums[r][n] = the sum over i of limbs[r][i] · panel[pairs[i]][n]. Bound: every whole sum holds in
/// 32 bits. Parts of it need not: instructions wrap around, and so does what is plain C.
typedef struct {
    /// Two limbs of row r and pair i: limbs[r * row_stride + i * pair_stride] and the next.
    const int16_t *limbs;
    size_t row_stride;
    size_t pair_stride;
    /// The pairs of the panels; null where they are 0, 1, 2, …
    const uint32_t *pairs;
    const int16_t *panels;
    size_t panel_stride;
    size_t pair_count;
    /// Whether the panels behind these are wanted next, so that a kernel may fetch them ahead.
    int is_followed;
} ck_tile;

#endif
