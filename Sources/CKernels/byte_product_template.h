/// Operands as 8-bit limbs, and products of them by tiles of 16 rows of 64 bytes: see
/// kernels_template.h. The including file has defined, for tile numbers from 0 to 7 that are
/// constants,
///
///   CK_TILES_BEGIN(), CK_TILES_END()   around all others
///   CK_TILE_ZERO(t)
///   CK_TILE_LOAD(t, address, stride)   16 rows, `stride` bytes apart
///   CK_TILE_MULTIPLY(sums, a, b)       sums[m][n] += sum over k of a[m][k] * b[k / 4][n][k % 4]
///   CK_TILE_STORE(t, address, stride)

enum { CK(tile_side) = 16, CK(step_bytes) = 64, CK(depth_at_a_time) = 1 << 15 };

/// A tile: how many limbs its rows have, then [tile_side][limb_count][depth] of them.
static size_t CK(tile_bytes)(size_t pair_count)
{
    return CK_CACHE_LINE + (size_t)CK(tile_side) * CK_PLANE_COUNT_MAX * 2 * pair_count;
}

static size_t CK(tile_count)(size_t M)
{
    return (M + CK(tile_side) - 1) / CK(tile_side);
}

/// Cuts a row a = round_shift(x, shift) into balanced digits of base 256: those of
/// a + 128 · (1 + 256 + …), each less 128. Bounds: a within what limb_count digits hold.
static void CK(cut_row)(
    uint8_t *limbs, size_t limb_stride, const int32_t *x, size_t K, int shift, uint32_t limb_count)
{
    const int32_t half = shift == 0 ? 0 : (int32_t)1 << (shift - 1);
    const uint32_t middle = 0x80808080u >> (8 * (4 - limb_count));
    for (uint32_t limb = 0; limb < limb_count; limb++) {
        uint8_t *bytes = limbs + (size_t)limb * limb_stride;
        const uint32_t position = 8 * limb;
        for (size_t k = 0; k < K; k++) {
            const uint32_t digits = (uint32_t)((x[k] + half) >> shift) + middle;
            bytes[k] = (uint8_t)((digits >> position) ^ 0x80);
        }
    }
}

/// As many digits as the largest number of a tile needs: 127, 32639 and 8355711 are half of what
/// so many count, less the carries.
static void CK(cut)(const ck_product *job, size_t tile_start, size_t tile_end)
{
    const size_t depth = 2 * job->pair_count;
    for (size_t index = tile_start; index < tile_end; index++) {
        char *tile = (char *)job->limbs + index * CK(tile_bytes)(job->pair_count);
        const size_t row_start = index * CK(tile_side);
        const int32_t *x[16];
        int32_t most = 0;
        for (size_t r = 0; r < CK(tile_side); r++) {
            const size_t place = row_start + r;
            x[r] = NULL;
            if (place < job->M) {
                x[r] = job->x + (job->rows != NULL ? job->rows[place] : place) * job->K;
                const int32_t size = CK(operand_magnitude)(x[r], job->K, job->shift);
                most = size > most ? size : most;
            }
        }
        const uint32_t limb_count = most <= 127 ? 1 : most <= 32639 ? 2 : most <= 8355711 ? 3 : 4;
        __builtin_memcpy(tile, &limb_count, sizeof limb_count);
        const size_t row_bytes = depth * limb_count;
        for (size_t r = 0; r < CK(tile_side); r++) {
            uint8_t *limbs = (uint8_t *)tile + CK_CACHE_LINE + r * row_bytes;
            // What only the tile's shape needs is zero.
            if (x[r] == NULL || depth > job->K) {
                __builtin_memset(limbs, 0, row_bytes);
            }
            if (x[r] != NULL) {
                CK(cut_row)(limbs, depth, x[r], job->K, job->shift, limb_count);
            }
        }
    }
}

/// sums += tile * 2^shift.
#define CK_ADD_TILE(t, shift)                                              \
    do {                                                                   \
        int32_t stored[16 * 16];                                           \
        CK_TILE_STORE(t, stored, 64);                                      \
        for (size_t n = 0; n < 16 * 16; n++) {                             \
            sums[n] += (int64_t)stored[n] * ((int64_t)1 << (shift));       \
        }                                                                  \
    } while (0)

/// Limb i of 16 rows with the next 64 of the depth: its products go to the sums of 2^(8i), and
/// those with a second plane to the sums of 2^(8(i + 1)).
#define CK_MULTIPLY_LIMB(i, next)                                          \
    if (limb_count > i) {                                                  \
        CK_TILE_LOAD(5, limbs + i * limb_stride + depth, row_stride);      \
        CK_TILE_MULTIPLY(i, 5, 6);                                         \
        if (second != NULL) {                                              \
            CK_TILE_MULTIPLY(next, 5, 7);                                  \
        }                                                                  \
    }

/// 16 rows times one panel of one plane or two that follow each other.
///
/// Sums of equal weight share a tile: 5 tiles of sums, one of limbs, two of weights. Bound: at most
/// two products of 2^14 for each of the depth, of which there are 2^15 at most: 2^30.
static inline void CK(byte_tile)(
    int64_t *sums, const int8_t *limbs, size_t limb_stride, int limb_count, const int8_t *first,
    const int8_t *second, int shift, size_t depth_start, size_t depth_end)
{
    const size_t row_stride = limb_stride * (size_t)limb_count;
    CK_TILE_ZERO(0);
    CK_TILE_ZERO(1);
    CK_TILE_ZERO(2);
    CK_TILE_ZERO(3);
    CK_TILE_ZERO(4);
    for (size_t depth = depth_start; depth < depth_end; depth += CK(step_bytes)) {
        CK_TILE_LOAD(6, first + depth * CK(tile_side), 64);
        if (second != NULL) {
            CK_TILE_LOAD(7, second + depth * CK(tile_side), 64);
        }
        CK_MULTIPLY_LIMB(0, 1)
        CK_MULTIPLY_LIMB(1, 2)
        CK_MULTIPLY_LIMB(2, 3)
        CK_MULTIPLY_LIMB(3, 4)
    }
    const int weights = limb_count + (second != NULL);
    CK_ADD_TILE(0, shift);
    if (weights > 1) {
        CK_ADD_TILE(1, shift + 8);
    }
    if (weights > 2) {
        CK_ADD_TILE(2, shift + 16);
    }
    if (weights > 3) {
        CK_ADD_TILE(3, shift + 24);
    }
    if (weights > 4) {
        CK_ADD_TILE(4, shift + 32);
    }
}

static void CK(product)(
    const ck_product *job, size_t panel_start, size_t panel_end, ck_product_range *range)
{
    const size_t depth = job->pair_count * 2;
    const size_t tile_count = CK(tile_count)(job->M);
    CK_TILES_BEGIN();
    for (size_t panel = panel_start; panel < panel_end; panel++) {
        const size_t column = panel * CK_PANEL_COLUMNS;
        const size_t left = job->N - column;
        const size_t columns = left < CK_PANEL_COLUMNS ? left : CK_PANEL_COLUMNS;
        const size_t at = panel * 2 * job->panel_pair_count * CK_PANEL_COLUMNS;
        for (size_t index = 0; index < tile_count; index++) {
            const char *tile =
                (const char *)job->limbs + index * CK(tile_bytes)(job->pair_count);
            uint32_t limb_count;
            __builtin_memcpy(&limb_count, tile, sizeof limb_count);
            int64_t sums[16 * 16] = {0};
            for (int plane = 0; plane < job->plane_count; plane += 2) {
                const int8_t *first = (const int8_t *)job->planes[plane] + at;
                const int8_t *second = plane + 1 < job->plane_count
                    ? (const int8_t *)job->planes[plane + 1] + at : NULL;
                for (size_t from = 0; from < depth; from += CK(depth_at_a_time)) {
                    const size_t more = depth - from;
                    const size_t some = more < CK(depth_at_a_time) ? more : CK(depth_at_a_time);
                    CK(byte_tile)(
                        sums, (const int8_t *)tile + CK_CACHE_LINE, depth, (int)limb_count, first,
                        second, 8 * plane, from, from + some);
                }
            }
            const size_t row = index * CK(tile_side);
            const size_t rows = job->M - row < CK(tile_side) ? job->M - row : CK(tile_side);
            CK(finish)(job, sums, CK(tile_side), row, rows, column, columns, range);
            range->limb_product_count += (uint64_t)job->plane_count * columns * rows * job->K
                * limb_count;
        }
    }
    CK_TILES_END();
}
