/// Loops over many elements in plain C, which a compiler turns into vectors: see
/// kernels_template.h. They are what wide_loops_template.h must equal.

static void CK(gelu_all)(int32_t *x, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        x[i] = CK(gelu)(x[i]);
    }
}

static inline int64_t CK(sum)(const int32_t *x, size_t C)
{
    int64_t sum = 0;
    for (size_t c = 0; c < C; c++) {
        sum += x[c];
    }
    return sum;
}

/// The sum of the squares of (x - mean) / 2^8, rounded.
static inline int64_t CK(sum_of_squares)(const int32_t *x, size_t C, int32_t mean)
{
    int64_t squares = 0;
    for (size_t c = 0; c < C; c++) {
        const int32_t c8 = (x[c] - mean + 128) >> 8;
        squares += (int64_t)c8 * c8;
    }
    return squares;
}

/// The elements of a row over its deviation, times gain, plus bias, clamped.
static inline void CK(scale_row)(
    int32_t *result, const int32_t *x, const int32_t *gain, const int32_t *bias, size_t C,
    const ck_row_scale *by, int32_t clamp, ck_clamp_count *seen)
{
    uint32_t hits = 0;
    int64_t most = 0;
    for (size_t c = 0; c < C; c++) {
        const int32_t centred = x[c] - by->mean;
        const int32_t near = (int32_t)(((int64_t)centred * by->reciprocal) >> by->shift);
        const int64_t rest = (int64_t)centred * 256 - (int64_t)near * by->deviation;
        const int32_t norm = near + (rest >= by->deviation) - (rest < 0);
        CK_BOUND("centred", centred, 1 << 29);
        CK_BOUND("norm", norm, 1 << 25);
        CK_BOUND(
            "remainder outside its divisor",
            rest < -(int64_t)by->deviation || rest >= 2 * (int64_t)by->deviation, 0);
        const int64_t y = CK(round_shift)((int64_t)norm * gain[c], 12) + bias[c];
        const int64_t size = CK(magnitude)(y);
        most = size > most ? size : most;
        hits += size > clamp;
        result[c] = (int32_t)CK(clamped)(y, clamp);
    }
    CK(saw)(seen, most, hits);
}

/// The sum of the squares of x / 2^shift, rounded.
static inline int64_t CK(shifted_squares)(const int32_t *x, size_t C, int shift)
{
    const int32_t half = shift == 0 ? 0 : (int32_t)1 << (shift - 1);
    int64_t squares = 0;
    for (size_t c = 0; c < C; c++) {
        const int32_t part = (x[c] + half) >> shift;
        squares += (int64_t)part * part;
    }
    return squares;
}

/// The elements of a row times the reciprocal of its root, times gain, clamped.
static inline void CK(scale_by_root)(
    int32_t *result, const int32_t *x, const int32_t *gain, size_t C, int64_t reciprocal,
    int32_t clamp, ck_clamp_count *seen)
{
    uint32_t hits = 0;
    int32_t most = 0;
    for (size_t c = 0; c < C; c++) {
        CK_BOUND("element times reciprocal", x[c] * reciprocal, (int64_t)1 << 56);
        const int32_t norm = (int32_t)CK(round_shift)(x[c] * reciprocal, 31);
        CK_BOUND("norm by a root", norm, 1 << 25);
        const int32_t y = (int32_t)CK(round_shift)((int64_t)norm * gain[c], 12);
        const int32_t size = CK(magnitude32)(y);
        most = size > most ? size : most;
        hits += size > clamp;
        result[c] = CK(clamped32)(y, clamp);
    }
    CK(saw)(seen, most, hits);
}

static void CK(swiglu)(
    int32_t *result, const int32_t *gate, const int32_t *up, size_t count, int32_t clamp,
    ck_clamp_count *seen)
{
    uint32_t hits = 0;
    int64_t most = 0;
    for (size_t i = 0; i < count; i++) {
        const int64_t y = CK(swiglu_of)(gate[i], up[i]);
        const int64_t size = CK(magnitude)(y);
        most = size > most ? size : most;
        hits += size > clamp;
        result[i] = (int32_t)CK(clamped)(y, clamp);
    }
    CK(saw)(seen, most, hits);
}

/// Low limbs of a row: a = round_shift(x, rounding) less its high limb. Returns the largest |a|.
static inline int32_t CK(cut_low)(
    int16_t *low, const int32_t *x, size_t K, int rounding, int shift)
{
    const int32_t half = rounding == 0 ? 0 : (int32_t)1 << (rounding - 1);
    int32_t most = 0;
    for (size_t k = 0; k < K; k++) {
        const int32_t a = (x[k] + half) >> rounding;
        const int32_t size = CK(magnitude32)(a);
        most = size > most ? size : most;
        low[k] = (int16_t)(a - ck_high_limb(a, shift) * ((int32_t)1 << shift));
    }
    return most;
}

/// squares[block] = the larger of itself and the row's own.
static inline void CK(add_squares)(int64_t *squares, const int16_t *low, size_t pair_count)
{
    for (size_t start = 0; start < pair_count; start += CK_BLOCK_PAIRS) {
        const size_t left = pair_count - start;
        const size_t pairs = left < CK_BLOCK_PAIRS ? left : CK_BLOCK_PAIRS;
        int32_t sum = 0;
        for (size_t k = 2 * start; k < 2 * (start + pairs); k++) {
            sum += ck_step(low[k]) * ck_step(low[k]);
        }
        int64_t *most = squares + start / CK_BLOCK_PAIRS;
        *most = sum > *most ? sum : *most;
    }
}

/// sums += partial * 2^shift, or = where they are the first.
static inline void CK(widen)(
    int64_t *sums, const int32_t *partial, size_t rows, size_t panels, int shift, int is_first)
{
    const int64_t factor = (int64_t)1 << shift;
    for (size_t r = 0; r < rows; r++) {
        int64_t *row = sums + r * CK_TILE_COLUMNS;
        for (size_t n = 0; n < panels * CK_PANEL_COLUMNS; n++) {
            row[n] = partial[r * CK_TILE_COLUMNS + n] * factor + (is_first ? 0 : row[n]);
        }
    }
}

/// Brings one tile's sums to results: round_shift, bias, clamp.
static inline void CK(finish)(
    const ck_product *job, const int64_t *sums, size_t sums_stride, size_t row, size_t rows,
    size_t column, size_t columns, ck_product_range *range)
{
    for (size_t r = 0; r < rows; r++) {
        const size_t place = job->rows != NULL ? job->rows[row + r] : row + r;
        const size_t start = place * job->result_stride + column;
        const int64_t *row_sums = sums + r * sums_stride;
        int64_t most = 0, most_result = 0;
        uint32_t hits = 0;
        if (job->sums != NULL) {
            __builtin_memcpy(job->sums + start, row_sums, columns * sizeof(int64_t));
            continue;
        }
        for (size_t n = 0; n < columns; n++) {
            const int64_t size = CK(magnitude)(row_sums[n]);
            CK_BOUND("sum of a linear layer", size, (int64_t)1 << 57);
            most = size > most ? size : most;
            const int64_t y = CK(round_shift)(row_sums[n], 8) + job->bias[column + n];
            const int64_t result_size = CK(magnitude)(y);
            most_result = result_size > most_result ? result_size : most_result;
            hits += result_size > job->clamp;
            job->result[start + n] = (int32_t)CK(clamped)(y, job->clamp);
        }
        range->magnitude = most > range->magnitude ? most : range->magnitude;
        CK(saw)(&range->clamp, most_result, hits);
    }
}

/// The same for sums that hold in 32 bits. Bounds: |sum| < 2^31, |bias| <= 2^28.
static inline void CK(finish_narrow)(
    const ck_product *job, const int32_t *sums, size_t sums_stride, size_t row, size_t rows,
    size_t column, size_t columns, ck_product_range *range)
{
    const int32_t *bias = job->bias + column;
    const int32_t clamp = job->clamp;
    int32_t most = 0, most_result = 0;
    uint32_t hits = 0;
    for (size_t r = 0; r < rows; r++) {
        const size_t place = job->rows != NULL ? job->rows[row + r] : row + r;
        int32_t *result = job->result + place * job->result_stride + column;
        const int32_t *row_sums = sums + r * sums_stride;
        for (size_t n = 0; n < columns; n++) {
            const int32_t sum = row_sums[n];
            const int32_t size = CK(magnitude32)(sum);
            most = size > most ? size : most;
            // (sum + 2^7) >> 8, where the addition could pass 31 bits.
            const int32_t y = (sum >> 8) + ((sum >> 7) & 1) + bias[n];
            const int32_t result_size = CK(magnitude32)(y);
            most_result = result_size > most_result ? result_size : most_result;
            hits += result_size > clamp;
            result[n] = CK(clamped32)(y, clamp);
        }
    }
    range->magnitude = most > range->magnitude ? most : range->magnitude;
    CK(saw)(&range->clamp, most_result, hits);
}
