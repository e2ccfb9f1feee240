/// Operands as 16-bit limbs, and products of them by the variant's tile: see kernels_template.h.

/// The rows of a tile that have numbers beyond their low limb.
typedef struct {
    const int32_t *x[CK_TILE_ROWS];
    size_t row[CK_TILE_ROWS];
    size_t count;
} CK(wide_rows);

enum { CK(scan_width) = 256 };

/// Keeps a pair's high limbs; returns the largest sum of magnitudes in a row.
static inline int32_t CK(keep_high)(
    const ck_product *job, const ck_limb_parts *parts, const CK(wide_rows) *wide, size_t pair,
    size_t index, int shift)
{
    const int32_t half = job->shift == 0 ? 0 : (int32_t)1 << (job->shift - 1);
    int16_t *high = parts->high + index * CK_TILE_ROWS * 2;
    __builtin_memset(high, 0, CK_TILE_ROWS * 2 * sizeof *high);
    int32_t largest = 0;
    for (size_t w = 0; w < wide->count; w++) {
        int32_t sum = 0;
        for (size_t k = 2 * pair; k < 2 * pair + 2 && k < job->K; k++) {
            const int32_t limb = ck_high_limb((wide->x[w][k] + half) >> job->shift, shift);
            high[2 * wide->row[w] + k % 2] = (int16_t)limb;
            sum += CK(magnitude32)(limb);
        }
        largest = sum > largest ? sum : largest;
    }
    parts->high_pairs[index] = (uint32_t)pair;
    return largest;
}

/// Keeps the high limbs of all pairs where some row has one. Returns the sum of each such pair's
/// largest sum of magnitudes.
static inline int64_t CK(cut_high)(
    const ck_product *job, const ck_limb_parts *parts, const CK(wide_rows) *wide, int shift)
{
    const int32_t half = job->shift == 0 ? 0 : (int32_t)1 << (job->shift - 1);
    uint32_t count = 0;
    int64_t sum = 0;
    for (size_t start = 0; wide->count > 0 && start < job->K; start += CK(scan_width)) {
        const size_t left = job->K - start;
        const size_t width = left < CK(scan_width) ? left : CK(scan_width);
        int32_t any[CK(scan_width)] = {0};
        for (size_t w = 0; w < wide->count; w++) {
            const int32_t *x = wide->x[w] + start;
            for (size_t k = 0; k < width; k++) {
                any[k] |= ck_high_limb((x[k] + half) >> job->shift, shift);
            }
        }
        for (size_t group = 0; group < width; group += 16) {
            int32_t some = 0;
            for (size_t k = group; k < group + 16; k++) {
                some |= any[k];
            }
            for (size_t k = group; some != 0 && k < group + 16; k += 2) {
                if ((any[k] | any[k + 1]) != 0) {
                    sum += CK(keep_high)(job, parts, wide, (start + k) / 2, count++, shift);
                }
            }
        }
    }
    parts->tile->high_count = count;
    return sum;
}

/// Cuts one tile with a given shift. Returns whether 32-bit sums are as long as a block of pairs.
static int CK(cut_tile)(const ck_product *job, const ck_limb_parts *parts, int shift)
{
    ck_limb_tile *tile = parts->tile;
    const size_t K = job->K, pair_count = job->pair_count;
    const int32_t single = ((int32_t)1 << (shift - 1)) - 1;
    const size_t block_count = ck_block_count(pair_count);
    const int is_summed =
        block_count <= CK_BLOCK_COUNT_MAX && job->bounds[0].squares != NULL;
    int64_t squares[CK_BLOCK_COUNT_MAX];
    __builtin_memset(squares, 0, is_summed ? block_count * sizeof *squares : 0);
    CK(wide_rows) wide = {.count = 0};
    int32_t most = 0;
    for (size_t r = 0; r < CK_TILE_ROWS; r++) {
        int16_t *low = parts->low + r * parts->row_stride;
        if (r >= tile->row_count) {
            __builtin_memset(low, 0, 2 * pair_count * sizeof *low);
            continue;
        }
        const size_t place = tile->row_start + r;
        const int32_t *x = job->x + (job->rows != NULL ? job->rows[place] : place) * K;
        const int32_t row_most = CK(cut_low)(low, x, K, job->shift, shift);
        most = row_most > most ? row_most : most;
        if (K < 2 * pair_count) {
            low[K] = 0;
        }
        if (row_most > single) {
            wide.x[wide.count] = x;
            wide.row[wide.count++] = r;
        }
        if (is_summed) {
            CK(add_squares)(squares, low, pair_count);
        }
    }
    tile->shift = (uint32_t)shift;
    const int64_t high_sum = CK(cut_high)(job, parts, &wide, shift);
    const int64_t low_most = most <= single ? most : single + 1;
    const int64_t high_most = ck_high_limb(most, shift);
    const size_t enough = pair_count < CK_BLOCK_PAIRS ? pair_count : CK_BLOCK_PAIRS;
    int is_long = 1;
    for (int plane = 0; plane < job->plane_count; plane++) {
        const ck_plane_bound *bound = &job->bounds[plane];
        int64_t summed[CK_BLOCK_COUNT_MAX];
        __builtin_memcpy(summed, squares, is_summed ? block_count * sizeof *summed : 0);
        // A low limb is no larger than its number.
        tile->low_pairs_max[plane] =
            job->row_sum_max > 0 && job->row_sum_max * bound->magnitude <= INT32_MAX
            ? (uint32_t)pair_count
            : ck_pairs_max(is_summed ? summed : NULL, pair_count, low_most, bound);
        tile->high_pairs_max[plane] = high_sum * bound->magnitude <= INT32_MAX
            ? tile->high_count : ck_pairs_max(NULL, tile->high_count, high_most, bound);
        is_long = is_long && tile->low_pairs_max[plane] >= enough;
    }
    return is_long;
}

/// The shift that makes the larger limb of a tile smallest.
static int CK(even_shift)(const ck_product *job, const ck_limb_tile *tile)
{
    int64_t most = 0;
    for (size_t r = 0; r < tile->row_count; r++) {
        const size_t place = tile->row_start + r;
        const size_t row = job->rows != NULL ? job->rows[place] : place;
        const int32_t size = CK(operand_magnitude)(job->x + row * job->K, job->K, job->shift);
        most = size > most ? size : most;
    }
    int best = 1;
    int64_t smallest = INT64_MAX;
    for (int shift = 1; shift <= 15; shift++) {
        const int64_t half = (int64_t)1 << (shift - 1), high = (most + half) >> shift;
        const int64_t larger = high > half ? high : half;
        if (larger < smallest) {
            smallest = larger;
            best = shift;
        }
    }
    return best;
}

static size_t CK(tile_count)(size_t M)
{
    return (M + CK_TILE_ROWS - 1) / CK_TILE_ROWS;
}

static size_t CK(tile_bytes)(size_t pair_count)
{
    return ck_limb_tile_bytes(pair_count);
}

/// Cuts so that most numbers are one limb; where 32-bit sums were too short then, evenly.
static void CK(cut)(const ck_product *job, size_t tile_start, size_t tile_end)
{
    for (size_t index = tile_start; index < tile_end; index++) {
        const ck_limb_parts parts = ck_limb_parts_at(job->limbs, index, job->pair_count);
        parts.tile->row_start = (uint32_t)ck_tile_row(job->M, index);
        parts.tile->row_count =
            (uint32_t)(ck_tile_row(job->M, index + 1) - parts.tile->row_start);
        if (!CK(cut_tile)(job, &parts, 16)) {
            CK(cut_tile)(job, &parts, CK(even_shift)(job, parts.tile));
        }
    }
}

/// All sums of one tile of rows times up to three panels.
///
/// Where they are a single run of 32 bits, they are left in `partial`: returns whether they are.
static inline int CK(tile_sums)(
    const ck_product *job, const ck_limb_parts *parts, size_t panel, size_t panels,
    int is_followed, int32_t *partial, int64_t *sums)
{
    const ck_limb_tile *tile = parts->tile;
    const size_t rows = tile->row_count;
    const size_t panel_stride = job->panel_pair_count * 2 * CK_PANEL_COLUMNS;
    int is_first = 1;
    for (int plane = 0; plane < job->plane_count; plane++) {
        const int16_t *start = (const int16_t *)job->planes[plane] + panel * panel_stride;
        const size_t most = tile->low_pairs_max[plane];
        for (size_t pair = 0; pair < job->pair_count; pair += most) {
            const size_t left = job->pair_count - pair;
            const ck_tile operands = {
                .limbs = parts->low + 2 * pair, .row_stride = parts->row_stride,
                .pair_stride = 2, .panels = start + pair * 2 * CK_PANEL_COLUMNS,
                .panel_stride = panel_stride, .pair_count = left < most ? left : most,
                .is_followed = is_followed,
            };
            CK(tile)(partial, &operands, rows, panels);
            if (job->plane_count == 1 && left <= most && is_first && tile->high_count == 0) {
                return 1;
            }
            CK(widen)(sums, partial, rows, panels, 8 * plane, is_first);
            is_first = 0;
        }
        for (size_t i = 0; i < tile->high_count; i += tile->high_pairs_max[plane]) {
            const size_t left = tile->high_count - i;
            const size_t high_most = tile->high_pairs_max[plane];
            const ck_tile operands = {
                .limbs = parts->high + i * CK_TILE_ROWS * 2, .row_stride = 2,
                .pair_stride = CK_TILE_ROWS * 2, .pairs = parts->high_pairs + i,
                .panels = start, .panel_stride = panel_stride,
                .pair_count = left < high_most ? left : high_most,
            };
            CK(tile)(partial, &operands, rows, panels);
            CK(widen)(sums, partial, rows, panels, 8 * plane + (int)tile->shift, 0);
        }
    }
    return 0;
}

static void CK(product)(
    const ck_product *job, size_t panel_start, size_t panel_end, ck_product_range *range)
{
    const size_t tile_count = CK(tile_count)(job->M);
    for (size_t panel = panel_start; panel < panel_end; panel += CK_TILE_PANELS) {
        const size_t left = panel_end - panel;
        const size_t panels = left < CK_TILE_PANELS ? left : CK_TILE_PANELS;
        const size_t column = panel * CK_PANEL_COLUMNS;
        const size_t after = column + panels * CK_PANEL_COLUMNS;
        const size_t columns = (after < job->N ? after : job->N) - column;
        for (size_t index = 0; index < tile_count; index++) {
            const ck_limb_parts parts = ck_limb_parts_at(job->limbs, index, job->pair_count);
            const ck_limb_tile *tile = parts.tile;
            int32_t partial[CK_TILE_ROWS * CK_TILE_COLUMNS];
            int64_t sums[CK_TILE_ROWS * CK_TILE_COLUMNS];
            const int is_followed = index + 1 == tile_count && left >= 2 * CK_TILE_PANELS;
            const int is_narrow =
                CK(tile_sums)(job, &parts, panel, panels, is_followed, partial, sums);
            if (is_narrow && job->sums == NULL) {
                CK(finish_narrow)(
                    job, partial, CK_TILE_COLUMNS, tile->row_start, tile->row_count, column,
                    columns, range);
            } else {
                if (is_narrow) {
                    CK(widen)(sums, partial, tile->row_count, panels, 0, 1);
                }
                CK(finish)(
                    job, sums, CK_TILE_COLUMNS, tile->row_start, tile->row_count, column,
                    columns, range);
            }
            range->limb_product_count += (uint64_t)job->plane_count * columns * tile->row_count
                * (job->K + 2 * (uint64_t)tile->high_count);
        }
    }
}
