/// Types and constants that every variant shares with its tile.
#ifndef CK_TILE_H
#define CK_TILE_H

#include "CKernels.h"

enum {
    CK_PANEL_COLUMNS = CK_PANEL_WIDTH,
    /// A tile is 8 rows of limbs times 3 panels.
    CK_TILE_LIMB_ROWS = CK_LIMB_ROW_MULTIPLE,
    CK_TILE_PANELS = 3,
    CK_TILE_COLUMNS = CK_TILE_PANELS * CK_PANEL_COLUMNS,
    CK_LIMB_BYTES_AT_A_TIME = 256 << 10,
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

// The protocol's constants, section 1.
#define CK_ONE 65536
#define CK_ACT_CLAMP (4096 * CK_ONE)
#define CK_QK_CLAMP (512 * CK_ONE)
#define CK_SATURATION (6 * CK_ONE)
#define CK_LOG2E 94548
#define CK_SQRT_2_OVER_PI 52293
#define CK_GELU_CUBIC 2931
#define CK_EXP2_C1 45426u
#define CK_EXP2_C2 14904u
#define CK_EXP2_C3 5207u
/// Below this (Q16), e^d is 0.
#define CK_EXPONENT_MIN (-(1 << 22))

/// The operands of a tile.
///
/// sums[r][n] += (low * panel + (high * panel) * 2^limb_shift) * 2^plane_shift, where row r is limb
/// row r, or limb rows 2r (low) and 2r + 1 (high). Bound: pair_count_max pairs of products, from
/// a multiple of as many on, hold in 31 bits; after them, 32-bit sums are added to the 64-bit ones.
typedef struct {
    const int16_t *limbs;
    size_t limb_stride;
    const int16_t *panels;
    size_t panel_stride;
    size_t pair_count;
    size_t pair_count_max;
    int limb_count;
    int limb_shift;
    int plane_shift;
} ck_tile;

#endif
