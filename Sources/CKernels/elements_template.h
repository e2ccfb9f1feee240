/// The operations that are no products, as one variant computes them: see kernels_template.h.
///
/// Loops here are written so that a compiler can turn them into vectors: 32-bit operands, 64-bit
/// products, selections in place of branches. What they compute is the protocol's, section 3.

/// (x + 2^(shift-1)) >> shift, rounding halves up.
static inline int64_t CK(round_shift)(int64_t x, int shift)
{
    return (x + ((int64_t)1 << (shift - 1))) >> shift;
}

static inline int64_t CK(clamped)(int64_t x, int64_t clamp)
{
    return x > clamp ? clamp : x < -clamp ? -clamp : x;
}

static inline int64_t CK(magnitude)(int64_t x)
{
    return x < 0 ? -x : x;
}

/// e^d in Q16 for -2^22 <= d <= 0 (Q16), below which it is 0 in any case.
///
/// Bounds: |d * LOG2E| < 2^39; f < 2^16; each p * f < 2^32, since p <= 20110 at the second product
/// and p <= 65535 at the third; p < 2^17, so that a shift of 31 gives the 0 of any longer one.
static inline int32_t CK(exponential)(int32_t d)
{
    CK_BOUND("exponent", d, (int64_t)1 << 22);
    const int32_t t = (int32_t)(((int64_t)d * CK_LOG2E) >> 16);
    const int32_t n = t >> 16;
    const uint32_t f = (uint32_t)t & 0xFFFF;
    uint32_t p = ((CK_EXP2_C3 * f) >> 16) + CK_EXP2_C2;
    CK_BOUND("polynomial, second product", (uint64_t)p * f, UINT32_MAX);
    p = ((p * f) >> 16) + CK_EXP2_C1;
    CK_BOUND("polynomial, third product", (uint64_t)p * f, UINT32_MAX);
    p = ((p * f) >> 16) + CK_ONE;
    const int32_t shift = -n < 31 ? -n : 31;
    return (int32_t)(p >> shift);
}

/// floor(2^16 * numerator / denominator) by a float64 division that cannot be wrong.
///
/// Bounds: 0 <= numerator <= 2^16 and 1 <= denominator <= 2^31, numerator <= denominator, so that
/// both operands are exact and the quotient is at most 2^16. A quotient that is no integer lies at
/// least 2^-31 below the next one, and the division errs by at most 2^-37, so that cutting its
/// fraction off gives the floor.
static inline int32_t CK(quotient)(int32_t numerator, int32_t denominator)
{
    CK_BOUND("numerator", numerator, 1 << 16);
    CK_BOUND("numerator less denominator", numerator > denominator, 0);
    return (int32_t)((double)numerator * 65536.0 / (double)denominator);
}

/// GELU in its tanh form, Q16.
///
/// Bounds: with |x| <= 6.0 the cube stays below 2^24, and every product below 2^41.
static inline int32_t CK(gelu)(int32_t x)
{
    const int64_t cut = CK(clamped)(x, CK_SATURATION);
    const int64_t square = (cut * cut) >> 16;
    const int64_t cube = (square * cut) >> 16;
    CK_BOUND("cube", cube, 1 << 24);
    CK_BOUND("product of a cube", square * cut, (int64_t)1 << 41);
    const int64_t u = cut + ((CK_GELU_CUBIC * cube) >> 16);
    const int64_t z = (CK_SQRT_2_OVER_PI * u) >> 16;
    const int64_t a = CK(magnitude)(z) < CK_SATURATION ? CK(magnitude)(z) : CK_SATURATION;
    const int32_t e = CK(exponential)((int32_t)(-2 * a));
    const int32_t t = CK(quotient)((int32_t)CK_ONE - e, (int32_t)CK_ONE + e);
    const int64_t tanh = z < 0 ? -t : t;
    const int32_t inner = (int32_t)CK(round_shift)(cut * (CK_ONE + tanh), 17);
    return x > CK_SATURATION ? x : x < -CK_SATURATION ? 0 : inner;
}

static inline int32_t CK(magnitude32)(int32_t x)
{
    return x < 0 ? -x : x;
}

static inline int32_t CK(clamped32)(int32_t x, int32_t clamp)
{
    return x > clamp ? clamp : x < -clamp ? -clamp : x;
}

static inline void CK(saw)(ck_clamp_count *seen, int64_t magnitude, uint64_t hits)
{
    seen->magnitude = magnitude > seen->magnitude ? magnitude : seen->magnitude;
    seen->hits += hits;
}

/// Bounds: |x| and |branch| <= 2^28.
static void CK(add_clamped)(
    int32_t *x, const int32_t *branch, size_t count, int32_t clamp, ck_clamp_count *seen)
{
    uint32_t hits = 0;
    int32_t most = 0;
    for (size_t i = 0; i < count; i++) {
        CK_BOUND("sum of a residual", (int64_t)x[i] + branch[i], 1 << 29);
        const int32_t sum = x[i] + branch[i];
        const int32_t size = CK(magnitude32)(sum);
        most = size > most ? size : most;
        hits += size > clamp;
        x[i] = CK(clamped32)(sum, clamp);
    }
    CK(saw)(seen, most, hits);
}

/// floor(sqrt(value)), digit by digit.
static inline int64_t CK(square_root)(int64_t value)
{
    int64_t remainder = value, root = 0, bit = (int64_t)1 << 62;
    while (bit > value) {
        bit >>= 2;
    }
    for (; bit != 0; bit >>= 2) {
        if (remainder >= root + bit) {
            remainder -= root + bit;
            root = (root >> 1) + bit;
        } else {
            root >>= 1;
        }
    }
    return root;
}

/// Bounds: |x| + 2^(shift-1) in 31 bits.
static int32_t CK(operand_magnitude)(const int32_t *x, size_t count, int shift)
{
    const int32_t half = shift == 0 ? 0 : (int32_t)1 << (shift - 1);
    int32_t most = 0;
    for (size_t i = 0; i < count; i++) {
        const int32_t size = CK(magnitude32)((x[i] + half) >> shift);
        most = size > most ? size : most;
    }
    return most;
}

/// silu(gate) * up, rounded, before its clamp.
///
/// Bounds: |gate| and |up| <= 2^28; the sigmoid is at most 2^16, the last product 2^56.
static inline int64_t CK(swiglu_of)(int32_t gate, int32_t up)
{
    const int32_t size = CK(magnitude32)(gate);
    const int32_t e = CK(exponential)(size > -CK_EXPONENT_MIN ? CK_EXPONENT_MIN : -size);
    const int32_t sigmoid = CK(quotient)(gate >= 0 ? CK_ONE : e, CK_ONE + e);
    const int64_t silu = CK(round_shift)((int64_t)gate * sigmoid, 16);
    CK_BOUND("gated product", silu * up, (int64_t)1 << 56);
    return CK(round_shift)(silu * up, 16);
}

/// Bounds: |x| <= 2^28, cosines and sines within 2^30: the sums <= 2^59.
static void CK(rotate)(
    int32_t *x, const int32_t *cosines, const int32_t *sines, size_t head_count,
    size_t head_width, int32_t clamp, ck_clamp_count *seen)
{
    const size_t half = head_width / 2;
    uint32_t hits = 0;
    int32_t most = 0;
    for (size_t head = 0; head < head_count; head++) {
        int32_t *lower = x + head * head_width, *upper = lower + half;
        for (size_t i = 0; i < half; i++) {
            const int64_t a = lower[i], b = upper[i], c = cosines[i], s = sines[i];
            CK_BOUND("turn", a * c - b * s, (int64_t)1 << 59);
            CK_BOUND("turn", b * c + a * s, (int64_t)1 << 59);
            const int32_t y = (int32_t)CK(round_shift)(a * c - b * s, 30);
            const int32_t z = (int32_t)CK(round_shift)(b * c + a * s, 30);
            const int32_t y_size = CK(magnitude32)(y), z_size = CK(magnitude32)(z);
            most = y_size > most ? y_size : most;
            most = z_size > most ? z_size : most;
            hits += (y_size > clamp) + (z_size > clamp);
            lower[i] = CK(clamped32)(y, clamp);
            upper[i] = CK(clamped32)(z, clamp);
        }
    }
    CK(saw)(seen, most, hits);
}
