/// Types and constants that every variant shares with its tile.
#ifndef CT_TILE_H
#define CT_TILE_H

#include "ctraining.h"

/// Leaves a loop as it is.
#if defined(__clang__)
#define CT_ONE_BY_ONE _Pragma("clang loop vectorize(disable)")
#else
#define CT_ONE_BY_ONE
#endif

enum {
    /// The most of D, H, C and B.
    CT_COUNT_MAX = 256,
    /// A tile is CT_BLOCK rows times up to 3 panels.
    CT_TILE_PANELS = 3,
    CT_TILE_COLUMNS = CT_TILE_PANELS * CT_PANEL,
};

static inline size_t ct_pairs(size_t count)
{
    return (count + 1) / 2;
}

/// Samples with those that fill the last panel.
static inline size_t ct_padded(size_t B)
{
    return (B + CT_PANEL - 1) / CT_PANEL * CT_PANEL;
}

static inline size_t ct_blocks(size_t H)
{
    return (H + CT_BLOCK - 1) / CT_BLOCK;
}

/// The operands of a tile: CT_BLOCK rows of pairs of limbs, and panels.
///
/// sums[r][n] = the sum over i of limbs[r][i] · panel[i][n]. Bound: every part of a sum holds in 32
/// bits: at most 256 products within 2^22, or as the caller states.
typedef struct {
    /// Two limbs of row r and pair i: limbs[r * row_stride + 2 * i] and the next.
    const int16_t *limbs;
    size_t row_stride;
    /// [panels][pair_count][CT_PANEL][2].
    const int16_t *panels;
    size_t panel_stride;
    size_t pair_count;
} ct_tile;

#endif
