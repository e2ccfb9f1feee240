/// Loops over many elements in vectors of 512 bits: see kernels_template.h. They equal those of
/// plain_loops_template.h.

// MARK: GELU

/// (a * b) >> 16 of 16 numbers. Bound: the result in 31 bits.
static inline __m512i CK(multiplied)(__m512i a, __m512i b)
{
    const __m512i even = _mm512_mul_epi32(a, b);
    const __m512i odd = _mm512_mul_epi32(_mm512_srli_epi64(a, 32), _mm512_srli_epi64(b, 32));
    return _mm512_mask_blend_epi32(
        0xAAAA, _mm512_srli_epi64(even, 16), _mm512_slli_epi64(odd, 16));
}

/// The exponential of elements_template.h, with the same bounds.
static inline __m512i CK(exponentials)(__m512i d)
{
    const __m512i t = CK(multiplied)(d, _mm512_set1_epi32(CK_LOG2E));
    const __m512i n = _mm512_srai_epi32(t, 16);
    const __m512i f = _mm512_and_si512(t, _mm512_set1_epi32(0xFFFF));
    __m512i p = _mm512_mullo_epi32(f, _mm512_set1_epi32(CK_EXP2_C3));
    p = _mm512_add_epi32(_mm512_srli_epi32(p, 16), _mm512_set1_epi32(CK_EXP2_C2));
    p = _mm512_srli_epi32(_mm512_mullo_epi32(p, f), 16);
    p = _mm512_add_epi32(p, _mm512_set1_epi32(CK_EXP2_C1));
    p = _mm512_srli_epi32(_mm512_mullo_epi32(p, f), 16);
    p = _mm512_add_epi32(p, _mm512_set1_epi32(CK_ONE));
    // A shift of 32 or more gives 0, as a long one does there.
    return _mm512_srlv_epi32(p, _mm512_sub_epi32(_mm512_setzero_si512(), n));
}

/// floor(2^16 * numerator / denominator) by a float32 division and one correction.
///
/// Bounds: 0 <= numerator <= 2^16 and numerator <= denominator <= 2^17 are exact as float32, and so
/// is 2^16 * numerator. The division rounds to nearest and errs by at most 2^-24 of a quotient up
/// to 2^16, which never falls below an integer that the quotient reaches. Cut, it is the floor or
/// one more, and the remainder, in 32 bits that wrap around, says which.
static inline __m512i CK(quotients)(__m512i numerator, __m512i denominator)
{
    const __m512i scaled = _mm512_slli_epi32(numerator, 16);
    const __m512 dividend =
        _mm512_mul_ps(_mm512_cvtepi32_ps(numerator), _mm512_set1_ps(65536.0f));
    const __m512i near =
        _mm512_cvttps_epi32(_mm512_div_ps(dividend, _mm512_cvtepi32_ps(denominator)));
    const __m512i rest = _mm512_sub_epi32(scaled, _mm512_mullo_epi32(near, denominator));
    return _mm512_mask_sub_epi32(
        near, _mm512_movepi32_mask(rest), near, _mm512_set1_epi32(1));
}

static inline __m512i CK(gelu_16)(__m512i x)
{
    const __m512i saturation = _mm512_set1_epi32(CK_SATURATION);
    const __m512i least = _mm512_set1_epi32(-CK_SATURATION);
    const __m512i one = _mm512_set1_epi32(CK_ONE), zero = _mm512_setzero_si512();
    const __m512i cut = _mm512_max_epi32(_mm512_min_epi32(x, saturation), least);
    const __m512i cube = CK(multiplied)(CK(multiplied)(cut, cut), cut);
    const __m512i u = _mm512_add_epi32(
        cut, CK(multiplied)(cube, _mm512_set1_epi32(CK_GELU_CUBIC)));
    const __m512i z = CK(multiplied)(u, _mm512_set1_epi32(CK_SQRT_2_OVER_PI));
    const __m512i a = _mm512_min_epi32(_mm512_abs_epi32(z), saturation);
    const __m512i e = CK(exponentials)(_mm512_sub_epi32(zero, _mm512_add_epi32(a, a)));
    const __m512i t = CK(quotients)(_mm512_sub_epi32(one, e), _mm512_add_epi32(one, e));
    const __m512i tanh = _mm512_mask_sub_epi32(t, _mm512_movepi32_mask(z), zero, t);
    // round_shift(cut * (1 + tanh), 17) of the even and the odd places.
    const __m512i factor = _mm512_add_epi32(one, tanh);
    const __m512i half = _mm512_set1_epi64(1 << 16);
    const __m512i even = _mm512_add_epi64(_mm512_mul_epi32(cut, factor), half);
    const __m512i odd = _mm512_add_epi64(
        _mm512_mul_epi32(_mm512_srli_epi64(cut, 32), _mm512_srli_epi64(factor, 32)), half);
    const __m512i inner = _mm512_mask_blend_epi32(
        0xAAAA, _mm512_srli_epi64(even, 17), _mm512_slli_epi64(odd, 15));
    const __m512i upper = _mm512_mask_mov_epi32(inner, _mm512_cmpgt_epi32_mask(x, saturation), x);
    return _mm512_maskz_mov_epi32(_mm512_cmpge_epi32_mask(x, least), upper);
}

static void CK(gelu_all)(int32_t *x, size_t count)
{
    size_t i = 0;
    for (; i + 16 <= count; i += 16) {
        _mm512_storeu_si512(x + i, CK(gelu_16)(_mm512_loadu_si512(x + i)));
    }
    if (i < count) {
        const __mmask16 rest = (__mmask16)((1u << (count - i)) - 1);
        _mm512_mask_storeu_epi32(
            x + i, rest, CK(gelu_16)(_mm512_maskz_loadu_epi32(rest, x + i)));
    }
}

// MARK: LayerNorm

/// 16 numbers of a row, or fewer at its end.
static inline __m512i CK(some)(const int32_t *x, size_t left)
{
    return left >= 16 ? _mm512_loadu_si512(x)
                      : _mm512_maskz_loadu_epi32((__mmask16)((1u << left) - 1), x);
}

static inline int64_t CK(sum)(const int32_t *x, size_t C)
{
    __m512i sums = _mm512_setzero_si512();
    for (size_t c = 0; c < C; c += 16) {
        const __m512i some = CK(some)(x + c, C - c);
        sums = _mm512_add_epi64(sums, _mm512_cvtepi32_epi64(_mm512_castsi512_si256(some)));
        sums = _mm512_add_epi64(
            sums, _mm512_cvtepi32_epi64(_mm512_extracti64x4_epi64(some, 1)));
    }
    return _mm512_reduce_add_epi64(sums);
}

/// The sum of the squares of (x - mean) / 2^8, rounded.
static inline int64_t CK(sum_of_squares)(const int32_t *x, size_t C, int32_t mean)
{
    const __m512i less = _mm512_set1_epi32(128 - mean);
    __m512i sums = _mm512_setzero_si512();
    for (size_t c = 0; c < C; c += 16) {
        const size_t left = C - c;
        const __mmask16 there = (__mmask16)(left < 16 ? (1u << left) - 1 : 0xFFFF);
        const __m512i c8 = _mm512_maskz_srai_epi32(
            there, _mm512_add_epi32(CK(some)(x + c, left), less), 8);
        const __m512i odd = _mm512_srli_epi64(c8, 32);
        sums = _mm512_add_epi64(sums, _mm512_mul_epi32(c8, c8));
        sums = _mm512_add_epi64(sums, _mm512_mul_epi32(odd, odd));
    }
    return _mm512_reduce_add_epi64(sums);
}

/// (a * b + added) >> shift of 16 numbers. Bound: the result in 31 bits.
static inline __m512i CK(multiplied_shifted)(
    __m512i a, __m512i b, __m512i added, __m128i shift)
{
    const __m512i even = _mm512_add_epi64(_mm512_mul_epi32(a, b), added);
    const __m512i odd = _mm512_add_epi64(
        _mm512_mul_epi32(_mm512_srli_epi64(a, 32), _mm512_srli_epi64(b, 32)), added);
    return _mm512_mask_blend_epi32(
        0xAAAA, _mm512_sra_epi64(even, shift),
        _mm512_slli_epi64(_mm512_sra_epi64(odd, shift), 32));
}

/// The elements of a row over its deviation, times gain, plus bias, clamped. Bounds: the remainder
/// of the division is within 2^23 and so right in 32 bits that wrap around; norm * gain / 2^12 is
/// within 2^29.
static inline void CK(scale_row)(
    int32_t *result, const int32_t *x, const int32_t *gain, const int32_t *bias, size_t C,
    const ck_row_scale *by, int32_t clamp, ck_clamp_count *seen)
{
    const __m512i mean = _mm512_set1_epi32(by->mean), zero = _mm512_setzero_si512();
    const __m512i reciprocal = _mm512_set1_epi32(by->reciprocal), one = _mm512_set1_epi32(1);
    const __m512i deviation = _mm512_set1_epi32(by->deviation);
    const __m512i half = _mm512_set1_epi64(1 << 11);
    const __m512i top = _mm512_set1_epi32(clamp), bottom = _mm512_set1_epi32(-clamp);
    const __m128i shift = _mm_cvtsi32_si128(by->shift), twelve = _mm_cvtsi32_si128(12);
    __m512i most = zero;
    uint64_t hits = 0;
    for (size_t c = 0; c < C; c += 16) {
        const size_t left = C - c;
        const __mmask16 there = (__mmask16)(left < 16 ? (1u << left) - 1 : 0xFFFF);
        const __m512i centred = _mm512_sub_epi32(CK(some)(x + c, left), mean);
        const __m512i near = CK(multiplied_shifted)(centred, reciprocal, zero, shift);
        const __m512i rest = _mm512_sub_epi32(
            _mm512_slli_epi32(centred, 8), _mm512_mullo_epi32(near, deviation));
        const __m512i up = _mm512_mask_add_epi32(
            near, _mm512_cmpge_epi32_mask(rest, deviation), near, one);
        const __m512i norm = _mm512_mask_sub_epi32(up, _mm512_movepi32_mask(rest), near, one);
        const __m512i y = _mm512_maskz_add_epi32(
            there, CK(multiplied_shifted)(norm, CK(some)(gain + c, left), half, twelve),
            CK(some)(bias + c, left));
        const __m512i size = _mm512_abs_epi32(y);
        most = _mm512_max_epi32(most, size);
        hits += (uint64_t)__builtin_popcount(_mm512_cmpgt_epi32_mask(size, top));
        _mm512_mask_storeu_epi32(
            result + c, there, _mm512_max_epi32(_mm512_min_epi32(y, top), bottom));
    }
    CK(saw)(seen, _mm512_reduce_max_epi32(most), hits);
}

// MARK: RMSNorm

/// The sum of the squares of x / 2^shift, rounded.
static inline int64_t CK(shifted_squares)(const int32_t *x, size_t C, int shift)
{
    const __m512i half = _mm512_set1_epi32(shift == 0 ? 0 : (int32_t)1 << (shift - 1));
    const __m128i count = _mm_cvtsi32_si128(shift);
    __m512i sums = _mm512_setzero_si512();
    for (size_t c = 0; c < C; c += 16) {
        // Places behind the end are 0, and so are they shifted.
        const __m512i part = _mm512_sra_epi32(
            _mm512_add_epi32(CK(some)(x + c, C - c), half), count);
        const __m512i odd = _mm512_srli_epi64(part, 32);
        sums = _mm512_add_epi64(sums, _mm512_mul_epi32(part, part));
        sums = _mm512_add_epi64(sums, _mm512_mul_epi32(odd, odd));
    }
    return _mm512_reduce_add_epi64(sums);
}

/// The elements of a row times the reciprocal of its root, times gain, clamped.
static inline void CK(scale_by_root)(
    int32_t *result, const int32_t *x, const int32_t *gain, size_t C, int64_t reciprocal,
    int32_t clamp, ck_clamp_count *seen)
{
    const __m512i by = _mm512_set1_epi64(reciprocal), top = _mm512_set1_epi64(clamp);
    const __m512i bottom = _mm512_set1_epi64(-(int64_t)clamp);
    const __m512i half = _mm512_set1_epi64(1 << 30), half_gain = _mm512_set1_epi64(1 << 11);
    __m512i most = _mm512_setzero_si512();
    uint64_t hits = 0;
    for (size_t c = 0; c < C; c += 8) {
        const size_t left = C - c;
        const __mmask8 there = (__mmask8)(left < 8 ? (1u << left) - 1 : 0xFF);
        const __m512i some = _mm512_cvtepi32_epi64(_mm256_maskz_loadu_epi32(there, x + c));
        const __m512i gains = _mm512_cvtepi32_epi64(_mm256_maskz_loadu_epi32(there, gain + c));
        const __m512i norm = _mm512_srai_epi64(
            _mm512_add_epi64(_mm512_mullo_epi64(some, by), half), 31);
        const __m512i y = _mm512_srai_epi64(
            _mm512_add_epi64(_mm512_mul_epi32(norm, gains), half_gain), 12);
        const __m512i size = _mm512_abs_epi64(y);
        most = _mm512_max_epi64(most, size);
        hits += (uint64_t)__builtin_popcount(_mm512_cmpgt_epi64_mask(size, top));
        _mm256_mask_storeu_epi32(
            result + c, there,
            _mm512_cvtepi64_epi32(_mm512_max_epi64(_mm512_min_epi64(y, top), bottom)));
    }
    CK(saw)(seen, _mm512_reduce_max_epi64(most), hits);
}

// MARK: SwiGLU

/// round_shift(silu * up, 16) of the even places, before its clamp.
static inline __m512i CK(opened)(__m512i silu, __m512i up)
{
    return _mm512_srai_epi64(
        _mm512_add_epi64(_mm512_mul_epi32(silu, up), _mm512_set1_epi64(1 << 15)), 16);
}

static void CK(swiglu)(
    int32_t *result, const int32_t *gate, const int32_t *up, size_t count, int32_t clamp,
    ck_clamp_count *seen)
{
    const __m512i one = _mm512_set1_epi32(CK_ONE), zero = _mm512_setzero_si512();
    const __m512i least = _mm512_set1_epi32(CK_EXPONENT_MIN);
    const __m512i top = _mm512_set1_epi64(clamp), bottom = _mm512_set1_epi64(-(int64_t)clamp);
    const __m512i half = _mm512_set1_epi64(1 << 15);
    __m512i most = zero;
    uint64_t hits = 0;
    for (size_t i = 0; i < count; i += 16) {
        const size_t left = count - i;
        const __mmask16 there = (__mmask16)(left < 16 ? (1u << left) - 1 : 0xFFFF);
        const __m512i x = CK(some)(gate + i, left), opened = CK(some)(up + i, left);
        const __m512i e = CK(exponentials)(
            _mm512_max_epi32(_mm512_sub_epi32(zero, _mm512_abs_epi32(x)), least));
        const __m512i sigmoid = CK(quotients)(
            _mm512_mask_mov_epi32(one, _mm512_movepi32_mask(x), e), _mm512_add_epi32(one, e));
        const __m512i silu = CK(multiplied_shifted)(x, sigmoid, half, _mm_cvtsi32_si128(16));
        const __m512i even = CK(opened)(silu, opened);
        const __m512i odd =
            CK(opened)(_mm512_srli_epi64(silu, 32), _mm512_srli_epi64(opened, 32));
        const __m512i even_size = _mm512_abs_epi64(even), odd_size = _mm512_abs_epi64(odd);
        most = _mm512_max_epi64(most, _mm512_max_epi64(even_size, odd_size));
        hits += (uint64_t)__builtin_popcount(_mm512_cmpgt_epi64_mask(even_size, top))
            + (uint64_t)__builtin_popcount(_mm512_cmpgt_epi64_mask(odd_size, top));
        const __m512i even_cut = _mm512_max_epi64(_mm512_min_epi64(even, top), bottom);
        const __m512i odd_cut = _mm512_max_epi64(_mm512_min_epi64(odd, top), bottom);
        _mm512_mask_storeu_epi32(
            result + i, there,
            _mm512_mask_blend_epi32(0xAAAA, even_cut, _mm512_slli_epi64(odd_cut, 32)));
    }
    CK(saw)(seen, _mm512_reduce_max_epi64(most), hits);
}

// MARK: Products

/// sums += partial * 2^shift, or = where they are the first.
static inline void CK(widen)(
    int64_t *sums, const int32_t *partial, size_t rows, size_t panels, int shift, int is_first)
{
    const __m128i count = _mm_cvtsi32_si128(shift);
    for (size_t r = 0; r < rows; r++) {
        for (size_t n = r * CK_TILE_COLUMNS; n < r * CK_TILE_COLUMNS + panels * 16; n += 8) {
            const __m512i some =
                _mm512_cvtepi32_epi64(_mm256_loadu_si256((const __m256i *)(partial + n)));
            const __m512i wide = shift == 0 ? some : _mm512_sll_epi64(some, count);
            _mm512_storeu_si512(
                sums + n,
                is_first ? wide : _mm512_add_epi64(wide, _mm512_loadu_si512(sums + n)));
        }
    }
}

/// Adds the clamps of results that are rarely beyond it.
static inline void CK(saw_results)(
    ck_product_range *range, int64_t magnitude, int64_t result_magnitude, uint64_t hits)
{
    range->magnitude = magnitude > range->magnitude ? magnitude : range->magnitude;
    CK(saw)(&range->clamp, result_magnitude, hits);
}

/// Brings one tile's sums to results: round_shift, bias, clamp.
static inline void CK(finish)(
    const ck_product *job, const int64_t *sums, size_t sums_stride, size_t row, size_t rows,
    size_t column, size_t columns, ck_product_range *range)
{
    const __m512i clamp = _mm512_set1_epi64(job->clamp), half = _mm512_set1_epi64(128);
    const __m512i least = _mm512_set1_epi64(-(int64_t)job->clamp);
    __m512i most = _mm512_setzero_si512(), most_result = most;
    uint64_t hits = 0;
    for (size_t r = 0; r < rows; r++) {
        const size_t place = job->rows != NULL ? job->rows[row + r] : row + r;
        const size_t start = place * job->result_stride + column;
        const int64_t *row_sums = sums + r * sums_stride;
        if (job->sums != NULL) {
            __builtin_memcpy(job->sums + start, row_sums, columns * sizeof(int64_t));
            continue;
        }
        for (size_t n = 0; n < columns; n += 8) {
            const size_t left = columns - n;
            const __mmask8 there = (__mmask8)(left < 8 ? (1u << left) - 1 : 0xFF);
            const __m512i sum = _mm512_maskz_loadu_epi64(there, row_sums + n);
            const __m512i bias = _mm512_cvtepi32_epi64(
                _mm256_maskz_loadu_epi32(there, job->bias + column + n));
            const __m512i y = _mm512_maskz_add_epi64(
                there, _mm512_srai_epi64(_mm512_add_epi64(sum, half), 8), bias);
            const __m512i size = _mm512_abs_epi64(y);
            most = _mm512_max_epi64(most, _mm512_abs_epi64(sum));
            most_result = _mm512_max_epi64(most_result, size);
            hits += (uint64_t)__builtin_popcount(_mm512_cmpgt_epi64_mask(size, clamp));
            const __m512i clamped = _mm512_max_epi64(_mm512_min_epi64(y, clamp), least);
            _mm256_mask_storeu_epi32(
                job->result + start + n, there, _mm512_cvtepi64_epi32(clamped));
        }
    }
    CK_BOUND("sum of a linear layer", _mm512_reduce_max_epi64(most), (int64_t)1 << 57);
    CK(saw_results)(
        range, _mm512_reduce_max_epi64(most), _mm512_reduce_max_epi64(most_result), hits);
}

/// The same for sums that hold in 32 bits. Bounds: |sum| < 2^31, |bias| <= 2^28.
static inline void CK(finish_narrow)(
    const ck_product *job, const int32_t *sums, size_t sums_stride, size_t row, size_t rows,
    size_t column, size_t columns, ck_product_range *range)
{
    const __m512i clamp = _mm512_set1_epi32(job->clamp), one = _mm512_set1_epi32(1);
    const __m512i least = _mm512_set1_epi32(-job->clamp);
    __m512i most = _mm512_setzero_si512(), most_result = most;
    uint64_t hits = 0;
    for (size_t r = 0; r < rows; r++) {
        const size_t place = job->rows != NULL ? job->rows[row + r] : row + r;
        int32_t *result = job->result + place * job->result_stride + column;
        const int32_t *row_sums = sums + r * sums_stride;
        for (size_t n = 0; n < columns; n += 16) {
            const size_t left = columns - n;
            const __mmask16 there = (__mmask16)(left < 16 ? (1u << left) - 1 : 0xFFFF);
            const __m512i sum = _mm512_maskz_loadu_epi32(there, row_sums + n);
            const __m512i bias = _mm512_maskz_loadu_epi32(there, job->bias + column + n);
            // (sum + 2^7) >> 8, where the addition could pass 31 bits.
            const __m512i shifted = _mm512_add_epi32(
                _mm512_srai_epi32(sum, 8), _mm512_and_si512(_mm512_srai_epi32(sum, 7), one));
            const __m512i y = _mm512_add_epi32(shifted, bias);
            const __m512i size = _mm512_abs_epi32(y);
            most = _mm512_max_epi32(most, _mm512_abs_epi32(sum));
            most_result = _mm512_max_epi32(most_result, size);
            hits += (uint64_t)__builtin_popcount(_mm512_cmpgt_epi32_mask(size, clamp));
            _mm512_mask_storeu_epi32(
                result + n, there, _mm512_max_epi32(_mm512_min_epi32(y, clamp), least));
        }
    }
    CK(saw_results)(
        range, _mm512_reduce_max_epi32(most), _mm512_reduce_max_epi32(most_result), hits);
}
