/// Operands as 16-bit limbs, and products of them by the variant's tile: see kernels_template.h.

/// Cuts a row a = round_shift(x, shift) into limbs: a = low + high * 2^limb_shift, low from
/// -2^(limb_shift-1) up to 2^(limb_shift-1) - 1. With one limb, low is a.
static void CK(split_row)(
    void *limbs, size_t limb_stride, const int32_t *x, size_t K, int shift, int limb_count,
    int limb_shift)
{
    int16_t *low = limbs, *high = low + limb_stride;
    const int32_t half = shift == 0 ? 0 : (int32_t)1 << (shift - 1);
    if (limb_count == 1) {
        for (size_t k = 0; k < K; k++) {
            low[k] = (int16_t)((x[k] + half) >> shift);
        }
        return;
    }
    const int32_t limb_half = (int32_t)1 << (limb_shift - 1);
    for (size_t k = 0; k < K; k++) {
        const int32_t a = (x[k] + half) >> shift;
        const int32_t above = (a + limb_half) >> limb_shift;
        high[k] = (int16_t)above;
        low[k] = (int16_t)(a - above * ((int32_t)1 << limb_shift));
    }
}

/// Some rows times some panels, panel by panel.
static void CK(product_rows)(
    const ck_product *job, size_t panel_start, size_t panel_end, size_t row_start, size_t row_end,
    ck_product_range *range)
{
    const size_t limb_stride = job->pair_count * 2;
    const size_t panel_stride = job->pair_count * 2 * CK_PANEL_COLUMNS;
    const size_t tile_rows = CK_TILE_LIMB_ROWS / (size_t)job->limb_count;
    for (size_t panel = panel_start; panel < panel_end; panel += CK_TILE_PANELS) {
        const size_t left = panel_end - panel;
        const size_t panels = left < CK_TILE_PANELS ? left : CK_TILE_PANELS;
        const size_t column = panel * CK_PANEL_COLUMNS;
        const size_t after = column + panels * CK_PANEL_COLUMNS;
        const size_t columns = (after < job->N ? after : job->N) - column;
        for (size_t row = row_start; row < row_end; row += tile_rows) {
            int64_t sums[CK_TILE_LIMB_ROWS * CK_TILE_COLUMNS] = {0};
            for (int plane = 0; plane < job->plane_count; plane++) {
                const ck_tile tile = {
                    .limbs = (const int16_t *)job->limbs
                        + row * (size_t)job->limb_count * limb_stride,
                    .limb_stride = limb_stride,
                    .panels = (const int16_t *)job->planes[plane] + panel * panel_stride,
                    .panel_stride = panel_stride,
                    .pair_count = job->pair_count,
                    .pair_count_max = job->pair_count_max[plane],
                    .limb_count = job->limb_count,
                    .limb_shift = job->limb_shift,
                    .plane_shift = 8 * plane,
                };
                CK(tile)(sums, &tile, panels);
            }
            const size_t rows = row_end - row < tile_rows ? row_end - row : tile_rows;
            CK(finish)(
                job, sums, CK_TILE_COLUMNS, row, rows, column, columns, range);
        }
    }
}

/// As many rows at a time as a core's second cache holds beside the panels.
static void CK(product)(
    const ck_product *job, size_t panel_start, size_t panel_end, ck_product_range *range)
{
    const size_t row_bytes =
        job->pair_count * 2 * sizeof(int16_t) * (size_t)job->limb_count;
    const size_t fitting = CK_LIMB_BYTES_AT_A_TIME / row_bytes / CK_TILE_LIMB_ROWS;
    const size_t step = (fitting > 0 ? fitting : 1) * CK_TILE_LIMB_ROWS;
    for (size_t row = 0; row < job->M; row += step) {
        const size_t row_end = job->M - row < step ? job->M : row + step;
        CK(product_rows)(job, panel_start, panel_end, row, row_end, range);
    }
}
