/// LayerNorm and RMSNorm, as one variant computes them by its loops: see kernels_template.h.

/// LayerNorm of one row, then its clamp.
///
/// The division by the row's deviation is a product with its reciprocal R = floor(2^(29+b) / sd),
/// where sd has b bits, and one correction. Bounds, for C <= 2^15 and |x| <= 2^28: the centred
/// element is below 2^29 and, since sd + 1 > |c8| / sqrt(C), below 2^(9+b) sqrt(C) + 128. Cutting R
/// down moves the quotient by less than centred / 2^(21+b) < 2^-4, so that it is off by one at
/// most; it is below 2^25, and times sd <= 2^21 and gain <= 2^16 in 64 bits. The squares sum to
/// less than 2^57.
static void CK(layer_norm)(
    int32_t *result, const int32_t *x, const int32_t *gain, const int32_t *bias, size_t C,
    int32_t clamp, ck_clamp_count *seen)
{
    const int64_t sum = CK(sum)(x, C);
    const int64_t count = (int64_t)C;
    const int32_t mean = (int32_t)(sum / count - (sum % count < 0));
    const int64_t squares = CK(sum_of_squares)(x, C, mean);
    CK_BOUND("sum of squares", squares, (int64_t)1 << 57);
    const int64_t root = CK(square_root)(squares / count);
    const int32_t deviation = root > 1 ? (int32_t)root : 1;
    const int bits = 32 - __builtin_clz((uint32_t)deviation);
    const ck_row_scale by = {
        .mean = mean, .deviation = deviation,
        .reciprocal = (int32_t)(((int64_t)1 << (29 + bits)) / deviation), .shift = 21 + bits,
    };
    CK(scale_row)(result, x, gain, bias, C, &by, clamp, seen);
}

/// RMSNorm of one row, then its clamp.
///
/// Bounds, for C <= 2^15 and |x| <= 2^28: shifted elements are within 2^22 and their squares sum to
/// at most 2^59; the root in Q19 is from 524 to 2^31, its reciprocal at most 2^41; an element times
/// the reciprocal is below 2^56.
static void CK(rms_norm)(
    int32_t *result, const int32_t *x, const int32_t *gain, size_t C, int32_t clamp,
    ck_clamp_count *seen)
{
    const int32_t largest = CK(operand_magnitude)(x, C, 0);
    const int bits = largest == 0 ? 0 : 32 - __builtin_clz((uint32_t)largest);
    const int shift = bits > 22 ? bits - 22 : 0;
    const int64_t squares = CK(shifted_squares)(x, C, shift);
    CK_BOUND("sum of shifted squares", squares, (int64_t)1 << 59);
    const int64_t mean = squares / (int64_t)C * ((int64_t)1 << 2 * shift);
    CK_BOUND("mean square", mean, (int64_t)1 << 56);
    const int64_t root = CK(square_root)((mean + CK_ROOT_EPSILON) * 64);
    CK(scale_by_root)(result, x, gain, C, ((int64_t)1 << 50) / root, clamp, seen);
}
