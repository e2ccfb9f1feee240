/// Rows of an operand as limbs of 16 bits: how they lie, and how long their sums may be.
#ifndef CK_LIMBS_H
#define CK_LIMBS_H

#include "tile.h"

/// A tile of up to CK_TILE_ROWS rows: a[r][k] = low[r][k] + high[r][k] * 2^shift.
///
/// Most numbers fit their low limb. The high ones are kept by pairs, and only of pairs where some
/// row has one that is not 0.
typedef struct {
    uint32_t row_start;
    uint32_t row_count;
    /// The weight of a high limb as a power of two.
    uint32_t shift;
    uint32_t high_count;
    /// For each plane, how many pairs of products hold in 32 bits from each multiple of as many on.
    uint32_t low_pairs_max[CK_PLANE_COUNT_MAX];
    uint32_t high_pairs_max[CK_PLANE_COUNT_MAX];
} ck_limb_tile;

/// The parts of a tile in memory.
typedef struct {
    ck_limb_tile *tile;
    /// [CK_TILE_ROWS][row_stride]; rows that are not there are zero.
    int16_t *low;
    size_t row_stride;
    /// [high_count].
    uint32_t *high_pairs;
    /// [high_count][CK_TILE_ROWS][2].
    int16_t *high;
} ck_limb_parts;

static inline size_t ck_lines(size_t bytes)
{
    return (bytes + CK_CACHE_LINE - 1) / CK_CACHE_LINE * CK_CACHE_LINE;
}

static inline size_t ck_limb_tile_bytes(size_t pair_count)
{
    return 2 * CK_CACHE_LINE + CK_TILE_ROWS * ck_lines(4 * pair_count) + ck_lines(4 * pair_count)
        + pair_count * CK_TILE_ROWS * 4;
}

static inline ck_limb_parts ck_limb_parts_at(void *limbs, size_t index, size_t pair_count)
{
    char *start = (char *)limbs + index * ck_limb_tile_bytes(pair_count);
    char *low = start + 2 * CK_CACHE_LINE;
    char *high_pairs = low + CK_TILE_ROWS * ck_lines(4 * pair_count);
    return (ck_limb_parts){
        .tile = (ck_limb_tile *)start,
        .low = (int16_t *)low,
        .row_stride = ck_lines(4 * pair_count) / 2,
        .high_pairs = (uint32_t *)high_pairs,
        .high = (int16_t *)(high_pairs + ck_lines(4 * pair_count)),
    };
}

/// The first row of a tile, where M rows are shared out evenly.
static inline size_t ck_tile_row(size_t M, size_t tile)
{
    const size_t count = (M + CK_TILE_ROWS - 1) / CK_TILE_ROWS;
    return count == 0 ? 0 : M * tile / count;
}

/// A magnitude in sixteenths, rounded up: what squares are summed of, so that those of a block hold
/// in 32 bits. Bounds: |limb| <= 16 * ck_step(limb) <= 2^15 + 16.
static inline int32_t ck_step(int16_t limb)
{
    return ((limb < 0 ? -limb : limb) + 15) >> 4;
}

/// The high limb of a, whose low one holds `shift` bits and a sign of them.
static inline int32_t ck_high_limb(int32_t a, int shift)
{
    return (a + ((int32_t)1 << (shift - 1))) >> shift;
}

/// The blocks of pairs of the lowest level.
static inline size_t ck_block_count(size_t pair_count)
{
    return (pair_count + CK_BLOCK_PAIRS - 1) / CK_BLOCK_PAIRS;
}

/// So many blocks at most have their squares summed.
#define CK_BLOCK_COUNT_MAX 4096

/// How many pairs of products hold in 32 bits from each multiple of as many on.
///
/// Bounds: by Cauchy and Schwarz no sum of products passes the root of the product of both sums of
/// squares, whatever the signs; with both squares in units of 16^2, their product has to stay
/// within ((2^31 - 1) / 2^8)^2. Where no level of blocks holds that, all products are taken as
/// large as the largest: 2 * 2^15 * (2^15 - 1) is below 2^31.
///
/// squares: [ck_block_count], of the limbs' rows the largest sums; overwritten.
static inline uint32_t ck_pairs_max(
    int64_t *squares, size_t pair_count, int64_t limb_magnitude, const ck_plane_bound *plane)
{
    const int64_t root = INT32_MAX >> 8;
    const int64_t product = 2 * limb_magnitude * plane->magnitude;
    size_t best = (size_t)(INT32_MAX / (product > 0 ? product : 1));
    if (best >= pair_count) {
        return (uint32_t)pair_count;
    }
    size_t count = ck_block_count(pair_count);
    const int64_t *columns = plane->squares;
    if (squares == NULL || columns == NULL || count > CK_BLOCK_COUNT_MAX) {
        return (uint32_t)best;
    }
    for (size_t pairs = CK_BLOCK_PAIRS;; pairs *= 2) {
        for (size_t i = 0; i < count; i++) {
            if (squares[i] > 0 && columns[i] > root * root / squares[i]) {
                return (uint32_t)best;
            }
        }
        best = pairs > best ? pairs : best;
        if (count == 1) {
            return (uint32_t)(best < pair_count ? best : pair_count);
        }
        columns += count;
        for (size_t i = 0; i < (count + 1) / 2; i++) {
            squares[i] = squares[2 * i] + (2 * i + 1 < count ? squares[2 * i + 1] : 0);
        }
        count = (count + 1) / 2;
    }
}

#endif
