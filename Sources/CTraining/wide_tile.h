/// The tile of variants with vectors of 512 bits, which have defined CT(add_pairs) before this.

/// All rows of limbs times some panels: 24 sums, 3 of the panels and one pair of limbs in
/// registers, and as few pointers as keep all others there.
__attribute__((always_inline)) static inline void CT(panels)(
    int32_t *sums, const ct_tile *tile, const size_t panels)
{
    __m512i partial[CT_BLOCK][CT_TILE_PANELS];
#pragma clang loop unroll(full)
    for (size_t r = 0; r < CT_BLOCK; r++) {
#pragma clang loop unroll(full)
        for (size_t p = 0; p < panels; p++) {
            partial[r][p] = _mm512_setzero_si512();
        }
    }
    const char *upper = (const char *)tile->limbs;
    const char *panel = (const char *)tile->panels;
    size_t row_bytes = tile->row_stride * sizeof(int16_t), three_rows = 3 * row_bytes;
    const char *lower = upper + 4 * row_bytes;
    size_t panel_bytes = tile->panel_stride * sizeof(int16_t);
    for (size_t i = 0; i < tile->pair_count; i++) {
        // Opaque, so that the compiler makes no pointers of its own.
        __asm__("" : "+r"(upper), "+r"(lower), "+r"(panel));
        __asm__("" : "+r"(row_bytes), "+r"(three_rows), "+r"(panel_bytes));
        __m512i pairs[CT_TILE_PANELS];
#pragma clang loop unroll(full)
        for (size_t p = 0; p < panels; p++) {
            pairs[p] = _mm512_loadu_si512(panel + p * panel_bytes);
        }
#pragma clang loop unroll(full)
        for (size_t r = 0; r < CT_BLOCK; r++) {
            const char *four = r < 4 ? upper : lower;
            int32_t pair;
            __builtin_memcpy(
                &pair, r % 4 == 3 ? four + three_rows : four + r % 4 * row_bytes, sizeof pair);
            const __m512i both = _mm512_set1_epi32(pair);
#pragma clang loop unroll(full)
            for (size_t p = 0; p < panels; p++) {
                partial[r][p] = CT(add_pairs)(partial[r][p], pairs[p], both);
            }
        }
        upper += 2 * sizeof(int16_t);
        lower += 2 * sizeof(int16_t);
        panel += CT_PANEL * 2 * sizeof(int16_t);
    }
#pragma clang loop unroll(full)
    for (size_t r = 0; r < CT_BLOCK; r++) {
#pragma clang loop unroll(full)
        for (size_t p = 0; p < panels; p++) {
            _mm512_storeu_si512(sums + r * CT_TILE_COLUMNS + p * CT_PANEL, partial[r][p]);
        }
    }
}

static void CT(tile)(int32_t *sums, const ct_tile *tile, size_t panels)
{
    switch (panels) {
    case 1: CT(panels)(sums, tile, 1); return;
    case 2: CT(panels)(sums, tile, 2); return;
    default: CT(panels)(sums, tile, 3); return;
    }
}
