/// Causal attention over a chain of nodes by the tiles of linear layers: see kernels_template.h.
/// It equals what attention_template.h computes node by node.
///
/// Scores are queries times keys, whose panels hold 16 nodes each; outputs are probabilities times
/// values, whose panels hold 16 columns.

/// The memory of one chain's head; all parts begin at multiples of 64 bytes from its start.
typedef struct {
    /// [T][D] Q12.
    int32_t *queries;
    /// Tiles of all queries, cut.
    void *query_limbs;
    /// Planes of keys: [panels of nodes][D / 2 pairs of columns][16][2].
    int16_t *keys[CK_PLANE_COUNT_MAX];
    /// Planes of values: [D / 16 panels of columns][pairs of nodes][16][2].
    int16_t *values[CK_PLANE_COUNT_MAX];
    /// [CK_TILE_ROWS][score_stride] of one tile.
    int64_t *scores;
    size_t score_stride;
    /// [CK_TILE_ROWS][nodes that the tile sees].
    int32_t *probabilities;
    /// Probabilities of a tile, cut.
    void *probability_limbs;
    size_t bytes;
} CK(chain_parts);

enum {
    /// Keys take two planes at most, since they are within 2^21; values three.
    CK(key_planes) = 2,
    CK(value_planes) = 3,
};

/// The next part of so many bytes.
static inline void *CK(part)(char *room, size_t *bytes, size_t size)
{
    void *start = room == NULL ? NULL : room + *bytes;
    *bytes += ck_lines(size);
    return start;
}

static inline CK(chain_parts) CK(chain_parts_at)(void *room, size_t T, const size_t D)
{
    CK(chain_parts) parts = {.score_stride = (T + CK_TILE_COLUMNS) / 16 * 16};
    const size_t panels = (T + CK_PANEL_COLUMNS - 1) / CK_PANEL_COLUMNS, pairs = (T + 1) / 2;
    size_t *bytes = &parts.bytes;
    parts.queries = CK(part)(room, bytes, T * D * sizeof(int32_t));
    parts.query_limbs =
        CK(part)(room, bytes, CK(tile_count)(T) * ck_limb_tile_bytes(D / 2));
    for (size_t plane = 0; plane < CK(key_planes); plane++) {
        parts.keys[plane] = CK(part)(room, bytes, panels * (D / 2) * 64);
    }
    for (size_t plane = 0; plane < CK(value_planes); plane++) {
        parts.values[plane] = CK(part)(room, bytes, D / CK_PANEL_COLUMNS * pairs * 64);
    }
    parts.scores =
        CK(part)(room, bytes, CK_TILE_ROWS * parts.score_stride * sizeof(int64_t));
    parts.probabilities = CK(part)(room, bytes, CK_TILE_ROWS * T * sizeof(int32_t));
    parts.probability_limbs = CK(part)(room, bytes, ck_limb_tile_bytes(pairs));
    return parts;
}

static size_t CK(chain_room)(size_t node_count, size_t head_width)
{
    return CK(chain_parts_at)(NULL, node_count, head_width).bytes;
}

/// Digits of base 256 from -128 to 127, or what is left above the lower ones.
typedef struct {
    /// Lower digits from -128 on hand upward what they lack.
    int32_t carry;
    int shift;
    /// Twice shifted by this, a digit keeps the sign of its lowest 8 bits alone.
    int sign_shift;
} CK(digits);

static inline CK(digits) CK(digits_of)(int plane, int plane_count)
{
    return (CK(digits)){
        .carry = plane == 0 ? 0 : plane == 1 ? 0x80 : 0x8080, .shift = 8 * plane,
        .sign_shift = plane == plane_count - 1 ? 0 : 24,
    };
}

static inline int32_t CK(digit)(int32_t w, CK(digits) by)
{
    const uint32_t above = (uint32_t)((w + by.carry) >> by.shift);
    return (int32_t)(above << by.sign_shift) >> by.sign_shift;
}

/// Puts two limbs side by side.
static inline void CK(put)(int16_t *place, int32_t first, int32_t second)
{
    const uint32_t both = ((uint32_t)first & 0xFFFF) | (uint32_t)second << 16;
    __builtin_memcpy(place, &both, sizeof both);
}

/// Lays out the keys [T][D] as planes; places behind the last node are zero.
CK_INLINE void CK(lay_keys)(
    const CK(chain_parts) *parts, const int32_t *keys, size_t T, const size_t D, int plane_count)
{
    const size_t panels = (T + CK_PANEL_COLUMNS - 1) / CK_PANEL_COLUMNS;
    const size_t panel_limbs = D / 2 * CK_PANEL_COLUMNS * 2;
    for (int plane = 0; plane < plane_count; plane++) {
        const CK(digits) by = CK(digits_of)(plane, plane_count);
        int16_t *limbs = parts->keys[plane];
        __builtin_memset(
            limbs + (panels - 1) * panel_limbs, 0, panel_limbs * sizeof *limbs);
        for (size_t j = 0; j < T; j++) {
            const int32_t *key = keys + j * D;
            int16_t *column =
                limbs + j / CK_PANEL_COLUMNS * panel_limbs + 2 * (j % CK_PANEL_COLUMNS);
            for (size_t d = 0; d < D / 2; d++) {
                CK(put)(
                    column + d * 2 * CK_PANEL_COLUMNS, CK(digit)(key[2 * d], by),
                    CK(digit)(key[2 * d + 1], by));
            }
        }
    }
}

/// Lays out the values [T][D] likewise; a pair's second node that is not there is zero.
CK_INLINE void CK(lay_values)(
    const CK(chain_parts) *parts, const int32_t *values, size_t T, const size_t D,
    int plane_count)
{
    const size_t pairs = (T + 1) / 2;
    static const int32_t nothing[CK_HEAD_WIDTH_MAX];
    for (int plane = 0; plane < plane_count; plane++) {
        const CK(digits) by = CK(digits_of)(plane, plane_count);
        for (size_t pair = 0; pair < pairs; pair++) {
            const int32_t *first = values + 2 * pair * D;
            const int32_t *second = 2 * pair + 1 < T ? first + D : nothing;
            for (size_t panel = 0; panel < D / CK_PANEL_COLUMNS; panel++) {
                const size_t d = panel * CK_PANEL_COLUMNS;
                int16_t *limbs =
                    parts->values[plane] + (panel * pairs + pair) * 2 * CK_PANEL_COLUMNS;
                for (size_t n = 0; n < CK_PANEL_COLUMNS; n++) {
                    CK(put)(
                        limbs + 2 * n, CK(digit)(first[d + n], by), CK(digit)(second[d + n], by));
                }
            }
        }
    }
}

static inline void CK(set_planes)(
    ck_product *job, int16_t *const *planes, int32_t magnitude, int plane_count)
{
    job->plane_count = plane_count;
    for (int plane = 0; plane < plane_count; plane++) {
        const CK(digits) by = CK(digits_of)(plane, plane_count);
        job->planes[plane] = planes[plane];
        job->bounds[plane].magnitude = by.sign_shift == 0 ? CK(digit)(magnitude, by) : 128;
    }
}

static inline int64_t CK(largest)(const int64_t *scores, size_t T)
{
    int64_t largest = INT64_MIN;
    for (size_t j = 0; j < T; j++) {
        largest = scores[j] > largest ? scores[j] : largest;
    }
    return largest;
}

/// The scores of one tile of queries with all nodes up to its last one's, rounded.
CK_INLINE void CK(chain_scores)(
    const ck_product *job, const CK(chain_parts) *parts, size_t index, const size_t D,
    int64_t *magnitude)
{
    const ck_limb_parts limbs = ck_limb_parts_at(job->limbs, index, job->pair_count);
    const size_t first = limbs.tile->row_start, rows = limbs.tile->row_count;
    const size_t panel_count = (first + rows + CK_PANEL_COLUMNS - 1) / CK_PANEL_COLUMNS;
    int64_t most = *magnitude;
    for (size_t panel = 0; panel < panel_count; panel += CK_TILE_PANELS) {
        const size_t left = panel_count - panel;
        const size_t panels = left < CK_TILE_PANELS ? left : CK_TILE_PANELS;
        const size_t column = panel * CK_PANEL_COLUMNS;
        int32_t partial[CK_TILE_ROWS * CK_TILE_COLUMNS];
        int64_t sums[CK_TILE_ROWS * CK_TILE_COLUMNS];
        if (CK(tile_sums)(job, &limbs, panel, panels, 0, partial, sums)) {
            CK(widen)(sums, partial, rows, panels, 0, 1);
        }
        for (size_t r = 0; r < rows; r++) {
            const size_t seen = first + r + 1;
            const size_t width = panels * CK_PANEL_COLUMNS;
            const size_t end = seen <= column ? 0 : seen - column < width ? seen - column : width;
            const int64_t *row = sums + r * CK_TILE_COLUMNS;
            int64_t *scores = parts->scores + r * parts->score_stride + column;
            int64_t row_most = 0;
            for (size_t n = 0; n < end; n++) {
                const int64_t size = CK(magnitude)(row[n]);
                row_most = size > row_most ? size : row_most;
                scores[n] = CK(score)(row[n], D);
            }
            most = row_most > most ? row_most : most;
        }
    }
    *magnitude = most;
}

/// The outputs of one tile of probabilities.
CK_INLINE void CK(chain_mix)(
    const ck_attention *job, const ck_product *product, size_t head, size_t node, const size_t D,
    int64_t *magnitude)
{
    const ck_limb_parts limbs = ck_limb_parts_at(product->limbs, 0, product->pair_count);
    const size_t rows = limbs.tile->row_count;
    int64_t most = *magnitude;
    for (size_t panel = 0; panel < D / CK_PANEL_COLUMNS; panel += 2) {
        int32_t partial[CK_TILE_ROWS * CK_TILE_COLUMNS];
        int64_t sums[CK_TILE_ROWS * CK_TILE_COLUMNS];
        if (CK(tile_sums)(product, &limbs, panel, 2, 0, partial, sums)) {
            CK(widen)(sums, partial, rows, 2, 0, 1);
        }
        for (size_t r = 0; r < rows; r++) {
            int32_t *output = job->output + (node + r) * job->C + head * D
                + panel * CK_PANEL_COLUMNS;
            const int64_t *row = sums + r * CK_TILE_COLUMNS;
            int64_t row_most = 0;
            for (size_t n = 0; n < 2 * CK_PANEL_COLUMNS; n++) {
                CK_BOUND("mixed value", row[n], (int64_t)1 << 40);
                const int64_t size = CK(magnitude)(row[n]);
                row_most = size > row_most ? size : row_most;
                output[n] = (int32_t)CK(round_shift)(row[n], 12);
            }
            most = row_most > most ? row_most : most;
        }
    }
    *magnitude = most;
}

/// Queries are cut, keys and values laid out; then tile by tile scores, probabilities, outputs.
///
/// Bounds: `cut` bounds the runs of scores as of any product; keys have a second plane where a
/// single one would make them short. A row of probabilities sums to 2^16 at most, and a limb of a
/// value is below 2^15, so that all products of a row are one run.
CK_INLINE void CK(chain_of_width)(
    const ck_attention *job, size_t head, size_t node_start, size_t node_count, void *room,
    const size_t D, ck_attention_range *range)
{
    const size_t T = node_count, group = head / job->group_head_count;
    const size_t place = (group * job->node_count + node_start) * D;
    const int32_t *keys = job->keys + place, *values = job->values + place;
    const CK(chain_parts) parts = CK(chain_parts_at)(room, T, D);
    for (size_t i = 0; i < T; i++) {
        const int32_t *query = job->qkv + (node_start + i) * job->row_stride + head * D;
        CK(head_operand)(parts.queries + i * D, query, D, CK_QK_CLAMP, &range->query);
    }
    const size_t count = T * D;
    const int64_t query_most = CK(operand_magnitude)(parts.queries, count, 0);
    const int32_t key_most = CK(operand_magnitude)(keys, count, 0);
    const int32_t value_most = CK(operand_magnitude)(values, count, 0);
    const int64_t limb_most = query_most < 1 << 15 ? query_most : 1 << 15;
    const int key_planes =
        key_most <= INT16_MAX && limb_most * key_most <= (1 << 30) / (int64_t)D ? 1 : 2;
    const int value_planes = value_most <= INT16_MAX ? 1 : value_most < (1 << 23) - 256 ? 2 : 3;
    CK(lay_keys)(&parts, keys, T, D, key_planes);
    ck_product scores = {
        .x = parts.queries, .limbs = parts.query_limbs, .M = T, .N = T, .K = D,
        .pair_count = D / 2, .panel_pair_count = D / 2,
    };
    CK(set_planes)(&scores, parts.keys, key_most, key_planes);
    CK(cut)(&scores, 0, CK(tile_count)(T));
    CK(lay_values)(&parts, values, T, D, value_planes);
    ck_product mix = {
        .x = parts.probabilities, .limbs = parts.probability_limbs, .N = D,
        .panel_pair_count = (T + 1) / 2, .row_sum_max = CK_ONE,
    };
    CK(set_planes)(&mix, parts.values, value_most, value_planes);
    for (size_t index = 0; index < CK(tile_count)(T); index++) {
        const size_t first = ck_tile_row(T, index), rows = ck_tile_row(T, index + 1) - first;
        CK(chain_scores)(&scores, &parts, index, D, &range->score_magnitude);
        mix.M = rows;
        mix.K = first + rows;
        mix.pair_count = (mix.K + 1) / 2;
        for (size_t r = 0; r < rows; r++) {
            const size_t seen = first + r + 1;
            const int64_t *row = parts.scores + r * parts.score_stride;
            int32_t *probabilities = parts.probabilities + r * mix.K;
            CK(softmax)(probabilities, row, CK(largest)(row, seen), seen);
            __builtin_memset(
                probabilities + seen, 0, (mix.K - seen) * sizeof *probabilities);
            CK(keep_row)(job, head, node_start + first + r, row, probabilities);
        }
        CK(cut)(&mix, 0, 1);
        CK(chain_mix)(job, &mix, head, node_start + first, D, &range->output_magnitude);
    }
}

static void CK(attention_chain)(
    const ck_attention *job, size_t head, size_t node_start, size_t node_count, void *room,
    ck_attention_range *range)
{
    if (job->head_width == 64) {
        CK(chain_of_width)(job, head, node_start, node_count, room, 64, range);
    } else {
        CK(chain_of_width)(job, head, node_start, node_count, room, 128, range);
    }
}
