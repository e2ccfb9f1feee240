/// Rows cut into limbs by vectors of 512 bits, included by kernels_template.h behind
/// wide_loops_template.h.

/// 32 low limbs of a row; `most` is the largest |a| of each place so far.
static inline __m512i CK(cut_32)(
    const int32_t *x, __mmask32 there, __m512i half, __m128i rounding, __m128i unused,
    __m512i *most)
{
    const __m512i first = _mm512_sra_epi32(
        _mm512_add_epi32(_mm512_maskz_loadu_epi32((__mmask16)there, x), half), rounding);
    const __m512i second = _mm512_sra_epi32(
        _mm512_add_epi32(_mm512_maskz_loadu_epi32((__mmask16)(there >> 16), x + 16), half),
        rounding);
    *most = _mm512_max_epi32(*most, _mm512_abs_epi32(first));
    *most = _mm512_max_epi32(*most, _mm512_abs_epi32(second));
    // The lowest bits, the uppermost of them as their sign.
    const __m512i low = _mm512_sra_epi32(_mm512_sll_epi32(first, unused), unused);
    const __m512i high = _mm512_sra_epi32(_mm512_sll_epi32(second, unused), unused);
    return _mm512_inserti64x4(
        _mm512_castsi256_si512(_mm512_cvtepi32_epi16(low)), _mm512_cvtepi32_epi16(high), 1);
}

/// Low limbs of a row: a = round_shift(x, rounding) less its high limb. Returns the largest |a|.
static inline int32_t CK(cut_low)(
    int16_t *low, const int32_t *x, size_t K, int rounding, int shift)
{
    const __m512i half = _mm512_set1_epi32(rounding == 0 ? 0 : (int32_t)1 << (rounding - 1));
    const __m128i count = _mm_cvtsi32_si128(rounding), unused = _mm_cvtsi32_si128(32 - shift);
    __m512i most = _mm512_setzero_si512();
    for (size_t k = 0; k < K; k += 32) {
        const size_t left = K - k;
        const __mmask32 there = left < 32 ? (__mmask32)((1u << left) - 1) : 0xFFFFFFFF;
        const __m512i limbs = CK(cut_32)(x + k, there, half, count, unused, &most);
        _mm512_mask_storeu_epi16(low + k, there, limbs);
    }
    return _mm512_reduce_max_epi32(most);
}

/// squares[block] = the larger of itself and the row's own.
static inline void CK(add_squares)(int64_t *squares, const int16_t *low, size_t pair_count)
{
    const __m512i round = _mm512_set1_epi16(15);
    for (size_t start = 0; start < pair_count; start += CK_BLOCK_PAIRS) {
        const size_t left = pair_count - start;
        const __mmask16 there = (__mmask16)(left < 16 ? (1u << left) - 1 : 0xFFFF);
        const __m512i limbs = _mm512_maskz_loadu_epi32(there, low + 2 * start);
        const __m512i step =
            _mm512_srli_epi16(_mm512_add_epi16(_mm512_abs_epi16(limbs), round), 4);
        const int32_t sum = _mm512_reduce_add_epi32(_mm512_madd_epi16(step, step));
        int64_t *most = squares + start / CK_BLOCK_PAIRS;
        *most = sum > *most ? sum : *most;
    }
}
