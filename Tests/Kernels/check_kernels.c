/// Every variant of the kernels that this machine can run, against the protocol's definitions.
///
/// A program of its own, so that it can run where Swift's tests do not: under a sanitizer for
/// undefined behaviour, and on an emulated processor. Prints a line a variant and ends with 1 at the
/// first difference, and where a run of products does not hold in 32 bits, whatever its result.
#include "CKernels.h"
#include "limbs.h"
#include "packing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ACT_CLAMP ((int64_t)1 << 28)
#define QK_CLAMP ((int64_t)1 << 25)

static uint64_t state = 1;

static uint64_t next(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

/// Whether all numbers are the one at an end of their range, so that sums grow as far as they can.
static int is_extreme = 0;

/// A number within ±magnitude, often at an end.
static int64_t number(int64_t magnitude)
{
    if (is_extreme) {
        return -magnitude;
    }
    switch (next() % 8) {
    case 0: return magnitude;
    case 1: return -magnitude;
    case 2: return 0;
    default: return (int64_t)(next() % (uint64_t)(2 * magnitude + 1)) - magnitude;
    }
}

static void fail(const ck_kernels *kernels, const char *what, long a, long b, long c)
{
    printf("%s: %s differs at %ld, %ld, %ld\n", kernels->name, what, a, b, c);
    exit(1);
}

// MARK: Bounds, in a check build

#if defined(CK_CHECK_BOUNDS)
static ck_observed *all_observed;

void ck_observe(ck_observed *observed, int64_t value)
{
    const int64_t magnitude = value < 0 ? -value : value;
    if (observed->most < 0) {
        observed->next = all_observed;
        all_observed = observed;
    }
    observed->most = magnitude > observed->most ? magnitude : observed->most;
    if (magnitude > observed->limit) {
        printf("%s: %lld passes %lld\n", observed->what, (long long)value,
            (long long)observed->limit);
        exit(1);
    }
}

/// Each bound once, with the largest value that any variant met.
static void print_bounds(void)
{
    for (const ck_observed *one = all_observed; one != NULL; one = one->next) {
        int64_t most = one->most;
        int is_first = 1;
        for (const ck_observed *other = all_observed; other != NULL; other = other->next) {
            if (strcmp(one->what, other->what) == 0) {
                is_first = is_first && other >= one;
                most = other->most > most ? other->most : most;
            }
        }
        if (is_first) {
            printf("  %-32s %20lld of %20lld\n", one->what, (long long)most,
                (long long)one->limit);
        }
    }
}
#else
static void print_bounds(void) {}
#endif

// MARK: Definitions (protocol v4, section 3)

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int64_t round_shift(int64_t x, int s)
{
    return floor_divide(x + ((int64_t)1 << (s - 1)), (int64_t)1 << s);
}

static int64_t clamped(int64_t x, int64_t clamp)
{
    return x > clamp ? clamp : x < -clamp ? -clamp : x;
}

static int64_t exponential(int64_t d)
{
    const int64_t t = floor_divide(d * 94548, 65536);
    const int64_t n = floor_divide(t, 65536), f = t - n * 65536;
    int64_t p = floor_divide(5207 * f, 65536) + 14904;
    p = floor_divide(p * f, 65536) + 45426;
    p = floor_divide(p * f, 65536) + 65536;
    const int64_t s = clamped(-n, 62);
    return s > 40 ? 0 : p >> s;
}

static int64_t gelu(int64_t x)
{
    const int64_t xc = clamped(x, 6 * 65536);
    const int64_t x2 = floor_divide(xc * xc, 65536), x3 = floor_divide(x2 * xc, 65536);
    const int64_t u = xc + floor_divide(2931 * x3, 65536);
    const int64_t z = floor_divide(52293 * u, 65536);
    const int64_t a = llabs(z) < 6 * 65536 ? llabs(z) : 6 * 65536;
    const int64_t e = exponential(-2 * a);
    const int64_t t = floor_divide((65536 - e) * 65536, 65536 + e);
    const int64_t g = round_shift(xc * (65536 + (z < 0 ? -t : t)), 17);
    return x > 6 * 65536 ? x : x < -6 * 65536 ? 0 : g;
}

static int64_t square_root(int64_t v)
{
    int64_t low = 0, high = (int64_t)1 << 31;
    while (low < high) {
        const int64_t middle = (low + high + 1) / 2;
        if (middle * middle <= v) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

// MARK: Products

/// Holds one run of products against 32 bits, for every row and column.
static void check_run(
    const ck_kernels *kernels, const ck_product *job, const ck_limb_parts *parts, int plane,
    size_t start, size_t end, int is_high)
{
    const int16_t *panels = job->planes[plane];
    for (size_t r = 0; r < parts->tile->row_count; r++) {
        for (size_t n = 0; n < job->N; n++) {
            int64_t sum = 0;
            for (size_t i = start; i < end; i++) {
                const size_t pair = is_high ? parts->high_pairs[i] : i;
                const int16_t *limbs = is_high ? parts->high + (i * CK_TILE_ROWS + r) * 2
                                               : parts->low + r * parts->row_stride + 2 * i;
                const int16_t *weights = panels
                    + ((n / CK_PANEL_WIDTH * job->panel_pair_count + pair) * CK_PANEL_WIDTH
                       + n % CK_PANEL_WIDTH) * 2;
                sum += limbs[0] * weights[0] + (int64_t)limbs[1] * weights[1];
            }
            CK_BOUND("run of 32 bits", sum, INT32_MAX);
            if (sum > INT32_MAX || sum < -INT32_MAX) {
                fail(kernels, "a run beyond 32 bits", (long)start, (long)end, (long)r);
            }
        }
    }
}

static void check_runs(const ck_kernels *kernels, const ck_product *job)
{
    for (size_t index = 0; index < kernels->tile_count(job->M); index++) {
        const ck_limb_parts parts = ck_limb_parts_at(job->limbs, index, job->pair_count);
        for (int plane = 0; plane < job->plane_count; plane++) {
            const size_t ends[2] = {job->pair_count, parts.tile->high_count};
            const size_t lengths[2] = {
                parts.tile->low_pairs_max[plane], parts.tile->high_pairs_max[plane]};
            for (int is_high = 0; is_high < 2; is_high++) {
                for (size_t i = 0; i < ends[is_high]; i += lengths[is_high]) {
                    const size_t left = ends[is_high] - i;
                    const size_t some = left < lengths[is_high] ? left : lengths[is_high];
                    check_run(kernels, job, &parts, plane, i, i + some, is_high);
                }
            }
        }
    }
}

/// How operands are drawn: all within their magnitude, or small but for some.
typedef enum { EVEN, FEW_WIDE } spread;

static void check_product(
    const ck_kernels *kernels, size_t M, size_t N, size_t K, int64_t x_magnitude,
    int64_t w_magnitude, spread x_spread, int wants_sums, size_t misalignment)
{
    const size_t panels = (N + CK_PANEL_WIDTH - 1) / CK_PANEL_WIDTH;
    const size_t pairs = pairs_of(kernels, K);
    const int64_t a_magnitude = (x_magnitude + 8) >> 4;
    const int plane_count = plane_count_of(kernels, w_magnitude);
    int32_t *x = room(M * K * 4), *w = room(K * N * 4), *bias = room(N * 4);
    char *limbs = (char *)room(
        kernels->tile_count(M) * kernels->tile_bytes(pairs) + misalignment) + misalignment;
    void *planes[CK_PLANE_COUNT_MAX] = {0};
    for (int plane = 0; plane < plane_count; plane++) {
        planes[plane] =
            (char *)room(panels * pairs * CK_PANEL_WIDTH * 4 + misalignment) + misalignment;
    }
    int32_t *result = room(M * N * 4);
    int64_t *sums = room(M * N * 8);
    for (size_t i = 0; i < M * K; i++) {
        const int is_wide = x_spread == EVEN || next() % 61 == 0;
        x[i] = (int32_t)number(is_wide ? x_magnitude : 1000 * 16 % x_magnitude + 1);
    }
    for (size_t i = 0; i < N; i++) {
        bias[i] = (int32_t)number(ACT_CLAMP);
    }
    for (size_t k = 0; k < K; k++) {
        for (size_t n = 0; n < N; n++) {
            w[k * N + n] = (int32_t)number(w_magnitude);
            place_weight(
                planes, kernels->limb_bits, plane_count, pairs, k, n, w[k * N + n]);
        }
    }
    if (kernels->operand_magnitude(x, M * K, 4) > a_magnitude) {
        fail(kernels, "operand_magnitude", (long)M, (long)K, (long)x_magnitude);
    }
    // Every second time, the results go to rows in the opposite order.
    const int is_turned = (int)(M + N + K) % 2;
    uint32_t *rows = room(M * 4);
    for (size_t m = 0; m < M; m++) {
        rows[m] = (uint32_t)(is_turned ? M - 1 - m : m);
    }
    ck_product job = {
        .x = x, .rows = is_turned ? rows : NULL, .limbs = limbs, .bias = bias, .result = result,
        .sums = wants_sums ? sums : NULL, .result_stride = N, .M = M, .N = N, .K = K,
        .pair_count = pairs, .panel_pair_count = pairs, .shift = 4, .plane_count = plane_count,
        .clamp = (int32_t)ACT_CLAMP,
    };
    int64_t *squares[CK_PLANE_COUNT_MAX] = {0};
    for (int plane = 0; plane < plane_count; plane++) {
        job.planes[plane] = planes[plane];
        if (kernels->limb_bits == 16) {
            squares[plane] = squares_of(planes[plane], panels, pairs);
            job.bounds[plane].squares = squares[plane];
            job.bounds[plane].magnitude = plane_magnitude(w_magnitude, plane, plane_count);
        }
    }
    const size_t tile_count = kernels->tile_count(M), middle = tile_count / 2;
    kernels->cut(&job, middle, tile_count);
    kernels->cut(&job, 0, middle);
    if (kernels->limb_bits == 16) {
        check_runs(kernels, &job);
    }
    ck_product_range range = {0};
    kernels->product(&job, 0, panels, &range);
    int64_t most = 0, most_result = 0;
    uint64_t hits = 0;
    for (size_t m = 0; m < M; m++) {
        for (size_t n = 0; n < N; n++) {
            int64_t sum = 0;
            for (size_t k = 0; k < K; k++) {
                sum += round_shift(x[rows[m] * K + k], 4) * w[k * N + n];
            }
            most = llabs(sum) > most ? llabs(sum) : most;
            const int64_t result_sum = round_shift(sum, 8) + bias[n];
            const int64_t y = clamped(result_sum, ACT_CLAMP);
            most_result = llabs(result_sum) > most_result ? llabs(result_sum) : most_result;
            hits += llabs(result_sum) > ACT_CLAMP;
            const size_t place = rows[m] * N + n;
            if (wants_sums ? sums[place] != sum : result[place] != y) {
                fail(kernels, "product", (long)m, (long)n, (long)K);
            }
        }
    }
    if (!wants_sums
        && (range.magnitude != most || range.clamp.magnitude != most_result
            || range.clamp.hits != hits)) {
        fail(kernels, "range", (long)M, (long)N, (long)K);
    }
    free(x), free(w), free(bias), free(result), free(sums), free(rows);
    free(limbs - misalignment);
    for (int plane = 0; plane < plane_count; plane++) {
        free((char *)planes[plane] - misalignment);
        free(squares[plane]);
    }
}

/// Numbers that are all alike, whose sums are as large as the bound by their squares allows: at
/// runs that pass 32 bits by little, and where squares would be too small if they were rounded down.
static void check_run_lengths(const ck_kernels *kernels)
{
    static const int64_t weights[] = {31, 300, 2047, 32767};
    is_extreme = 1;
    for (int64_t pairs = CK_BLOCK_PAIRS; pairs <= 2048; pairs *= 2) {
        for (size_t i = 0; i < sizeof weights / sizeof *weights; i++) {
            const int64_t beyond = ((int64_t)1 << 31) / (2 * pairs * weights[i]) + 1;
            for (int64_t a = beyond; a <= beyond * 3 / 2 && a <= 32767; a += beyond / 8 + 1) {
                const size_t K = (size_t)(4 * pairs);
                check_product(kernels, 1, 1, K, a * 16, weights[i], EVEN, 1, 0);
            }
        }
        check_product(kernels, 1, 1, (size_t)(4 * pairs), 31 * 16, 30000, EVEN, 1, 0);
    }
    is_extreme = 0;
}

static void check_products(const ck_kernels *kernels)
{
    check_run_lengths(kernels);
    static const size_t sizes[][3] = {
        {1, 1, 1}, {1, 16, 2}, {3, 17, 3}, {4, 47, 8}, {5, 48, 33}, {8, 49, 64}, {9, 100, 65},
        {17, 33, 129}, {33, 50, 200},
    };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const size_t M = sizes[i][0], N = sizes[i][1], K = sizes[i][2];
        for (int bits = 4; bits <= 28; bits += 4) {
            for (int64_t w = 1; w <= 32767; w = w * 31 + 1) {
                check_product(kernels, M, N, K, (int64_t)1 << bits, w, EVEN, 0, 0);
                check_product(kernels, M, N, K, (int64_t)1 << bits, w, FEW_WIDE, 0, 4);
                check_product(kernels, M, N, K, (int64_t)1 << bits, w, FEW_WIDE, 1, 12);
            }
            for (int64_t w = 32767; w <= 65536; w += 32769 / 3) {
                check_product(kernels, M, N, K, (int64_t)1 << bits, w, EVEN, 0, 0);
                check_product(kernels, M, N, K, (int64_t)1 << bits, w, FEW_WIDE, 1, 0);
            }
        }
    }
    // Numbers at both sides of one limb's range.
    for (int64_t x = 32766 * 16; x <= 32769 * 16; x += 8) {
        check_product(kernels, 9, 17, 67, x, 32767, EVEN, 0, 0);
    }
    // More rows than a block of them.
    check_product(kernels, 200, 17, 768, (int64_t)1 << 22, 8191, EVEN, 0, 0);
    check_product(kernels, 200, 65, 768, (int64_t)1 << 22, 300, FEW_WIDE, 0, 0);
    check_product(kernels, 40, 17, 3072, (int64_t)1 << 28, 65536, EVEN, 1, 0);
    // As deep as the widest model's, where 32-bit sums must be emptied on the way; then all of them
    // at an end, with every digit of base 256 at -128, too.
    check_product(kernels, 2, 17, 4 << 15, (int64_t)1 << 28, 32767, EVEN, 0, 0);
    check_product(kernels, 2, 17, (4 << 15) + 2, (int64_t)1 << 18, 32767, EVEN, 0, 0);
    is_extreme = 1;
    for (int bits = 4; bits <= 28; bits++) {
        check_product(kernels, 3, 17, 768, (int64_t)1 << bits, 32767, EVEN, 1, 0);
    }
    check_product(kernels, 2, 17, 4 << 15, (int64_t)1 << 28, 65536, EVEN, 1, 0);
    check_product(kernels, 2, 17, 4 << 15, (int64_t)1 << 28, 65536, EVEN, 0, 0);
    // Three planes.
    check_product(kernels, 3, 17, 67, (int64_t)1 << 28, 1 << 24, EVEN, 1, 0);
    check_product(kernels, 2, 17, 4 << 15, 8421504 * 16, 32896, EVEN, 1, 0);
    check_product(kernels, 2, 17, 4 << 15, (int64_t)1 << 28, 32767, EVEN, 1, 0);
    check_product(kernels, 2, 17, 4 << 15, 32768 * 16, 32767, EVEN, 1, 0);
    is_extreme = 0;
}

// MARK: What is no product

static void check_gelu(const ck_kernels *kernels)
{
    const int32_t limit = 6 * 65536 + 70;
    const size_t count = (size_t)(2 * limit + 1);
    int32_t *x = room(count * 4);
    for (size_t i = 0; i < count; i++) {
        x[i] = (int32_t)i - limit;
    }
    kernels->gelu(x, count);
    for (size_t i = 0; i < count; i++) {
        if (x[i] != gelu((int32_t)i - limit)) {
            fail(kernels, "gelu", (long)i - limit, 0, 0);
        }
    }
    free(x);
}

static void check_norms(const ck_kernels *kernels)
{
    enum { WIDTH_MAX = 1 << 15 };
    static const size_t widths[] = {1, 2, 7, 16, 64, 255, 768, 4096, WIDTH_MAX};
    static int32_t x[WIDTH_MAX], gain[WIDTH_MAX], bias[WIDTH_MAX], result[WIDTH_MAX];
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        const size_t C = widths[i];
        for (int bits = 0; bits <= 28; bits++) {
            for (size_t c = 0; c < C; c++) {
                x[c] = (int32_t)number((int64_t)1 << bits);
                gain[c] = (int32_t)number(65536);
                bias[c] = (int32_t)number(ACT_CLAMP);
            }
            ck_clamp_count seen = {0};
            kernels->layer_norm(result, x, gain, bias, C, (int32_t)ACT_CLAMP, &seen);
            int64_t sum = 0, squares = 0;
            for (size_t c = 0; c < C; c++) {
                sum += x[c];
            }
            const int64_t mean = floor_divide(sum, (int64_t)C);
            for (size_t c = 0; c < C; c++) {
                const int64_t c8 = round_shift(x[c] - mean, 8);
                squares += c8 * c8;
            }
            const int64_t root = square_root(squares / (int64_t)C);
            const int64_t deviation = root > 1 ? root : 1;
            uint64_t hits = 0;
            int64_t most = 0;
            for (size_t c = 0; c < C; c++) {
                const int64_t norm = floor_divide((x[c] - mean) * 256, deviation);
                const int64_t y = round_shift(norm * gain[c], 12) + bias[c];
                hits += llabs(y) > ACT_CLAMP;
                most = llabs(y) > most ? llabs(y) : most;
                if (result[c] != clamped(y, ACT_CLAMP)) {
                    fail(kernels, "layer_norm", (long)C, bits, (long)c);
                }
            }
            if (seen.hits != hits || seen.magnitude != most) {
                fail(kernels, "layer_norm's clamp", (long)C, bits, (long)hits);
            }
            seen = (ck_clamp_count){0};
            memcpy(result, x, C * 4);
            kernels->add_clamped(result, bias, C, (int32_t)ACT_CLAMP, &seen);
            for (size_t c = 0; c < C; c++) {
                if (result[c] != clamped((int64_t)x[c] + bias[c], ACT_CLAMP)) {
                    fail(kernels, "add_clamped", (long)C, bits, (long)c);
                }
            }
        }
    }
}

static void check_root_norms(const ck_kernels *kernels)
{
    enum { WIDTH_MAX = 1 << 15 };
    static const size_t widths[] = {1, 2, 7, 16, 64, 255, 896, 4096, WIDTH_MAX};
    static int32_t x[WIDTH_MAX], gain[WIDTH_MAX], result[WIDTH_MAX];
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        const size_t C = widths[i];
        // All numbers drawn, all at an end, and a single one that is not 0.
        for (int step = 0; step < 3 * 29; step++) {
            const int bits = step % 29;
            is_extreme = step >= 29;
            int64_t largest = 0, squares = 0, hits = 0, most = 0;
            int length = 0;
            for (size_t c = 0; c < C; c++) {
                x[c] = step < 58 || c == C / 2 ? (int32_t)number((int64_t)1 << bits) : 0;
                gain[c] = (int32_t)number(65536);
                largest = llabs(x[c]) > largest ? llabs(x[c]) : largest;
            }
            is_extreme = 0;
            while (largest >> length != 0) {
                length++;
            }
            const int shift = length > 22 ? length - 22 : 0;
            for (size_t c = 0; c < C; c++) {
                const int64_t part = shift == 0 ? x[c] : round_shift(x[c], shift);
                squares += part * part;
            }
            const int64_t mean = (squares / (int64_t)C) << 2 * shift;
            const int64_t reciprocal = ((int64_t)1 << 50) / square_root((mean + 4295) << 6);
            ck_clamp_count seen = {0};
            kernels->rms_norm(result, x, gain, C, (int32_t)ACT_CLAMP, &seen);
            for (size_t c = 0; c < C; c++) {
                const int64_t norm = round_shift(x[c] * reciprocal, 31);
                const int64_t y = round_shift(norm * gain[c], 12);
                hits += llabs(y) > ACT_CLAMP;
                most = llabs(y) > most ? llabs(y) : most;
                if (result[c] != clamped(y, ACT_CLAMP)) {
                    fail(kernels, "rms_norm", (long)C, step, (long)c);
                }
            }
            if (seen.hits != (uint64_t)hits || seen.magnitude != most) {
                fail(kernels, "rms_norm's clamp", (long)C, step, (long)hits);
            }
        }
    }
}

static void check_turns(const ck_kernels *kernels)
{
    enum { HEADS = 3 };
    static int32_t x[HEADS * 128], turned[HEADS * 128], cosines[64], sines[64];
    for (size_t D = 64; D <= 128; D += 64) {
        for (int step = 0; step <= 58; step++) {
            is_extreme = step >= 29;
            for (size_t i = 0; i < D / 2; i++) {
                cosines[i] = (int32_t)number((int64_t)1 << 30);
                sines[i] = (int32_t)number((int64_t)1 << 30);
            }
            for (size_t i = 0; i < HEADS * D; i++) {
                x[i] = turned[i] = (int32_t)number((int64_t)1 << step % 29);
            }
            is_extreme = 0;
            ck_clamp_count seen = {0};
            kernels->rotate(turned, cosines, sines, HEADS, D, (int32_t)ACT_CLAMP, &seen);
            int64_t hits = 0, most = 0;
            for (size_t i = 0; i < HEADS * D; i++) {
                const size_t column = i % D, pair = column % (D / 2);
                const int is_lower = column < D / 2;
                const int64_t other = x[is_lower ? i + D / 2 : i - D / 2];
                const int64_t sum = (int64_t)x[i] * cosines[pair]
                    + (is_lower ? -other : other) * sines[pair];
                const int64_t y = round_shift(sum, 30);
                hits += llabs(y) > ACT_CLAMP;
                most = llabs(y) > most ? llabs(y) : most;
                if (turned[i] != clamped(y, ACT_CLAMP)) {
                    fail(kernels, "rotate", (long)D, step, (long)i);
                }
            }
            if (seen.hits != (uint64_t)hits || seen.magnitude != most) {
                fail(kernels, "rotate's clamp", (long)D, step, (long)hits);
            }
        }
    }
}

/// The gates that bend, each with a number of every size, and gates of every size.
static void check_gates(const ck_kernels *kernels)
{
    const int32_t bend = 12 * 65536 + 70;
    const size_t count = (size_t)(2 * bend + 1);
    int32_t *gate = room(count * 4), *up = room(count * 4), *result = room(count * 4);
    for (int step = 0; step < 4; step++) {
        is_extreme = step == 3;
        for (size_t i = 0; i < count; i++) {
            gate[i] = step < 2 ? (int32_t)i - bend : (int32_t)number(ACT_CLAMP);
            up[i] = (int32_t)number(step == 0 ? 1 << 16 : ACT_CLAMP);
        }
        is_extreme = 0;
        ck_clamp_count seen = {0};
        kernels->swiglu(result, gate, up, count - (size_t)step, (int32_t)ACT_CLAMP, &seen);
        int64_t hits = 0, most = 0;
        for (size_t i = 0; i < count - (size_t)step; i++) {
            const int64_t e = exponential(-llabs(gate[i]));
            const int64_t sigmoid = (gate[i] >= 0 ? 65536 : e) * 65536 / (65536 + e);
            const int64_t silu = round_shift(gate[i] * sigmoid, 16);
            const int64_t y = round_shift(silu * up[i], 16);
            hits += llabs(y) > ACT_CLAMP;
            most = llabs(y) > most ? llabs(y) : most;
            if (result[i] != clamped(y, ACT_CLAMP)) {
                fail(kernels, "swiglu", step, (long)i, gate[i]);
            }
        }
        if (seen.hits != (uint64_t)hits || seen.magnitude != most) {
            fail(kernels, "swiglu's clamp", step, (long)hits, 0);
        }
    }
    free(gate), free(up), free(result);
}

/// The rows that a head of T nodes keeps, one after the other.
static size_t row_start(size_t i)
{
    return i * (i + 1) / 2;
}

/// The heads of a layer over a chain of nodes: their width, their number, and how many share keys.
typedef struct {
    size_t D;
    size_t heads;
    size_t group;
} head_layout;

static int64_t score(int64_t sum, size_t D)
{
    return D == 64 ? round_shift(sum, 11) : round_shift(round_shift(sum, 4) * 46341, 23);
}

/// One head of a layer, all of whose rows are read.
static void check_head_by_definition(
    const ck_kernels *kernels, const ck_attention *job, head_layout layout, size_t head, size_t T,
    int64_t magnitude)
{
    const size_t D = layout.D, start = head / layout.group * D;
    int64_t *scores = room(T * 8), *weights = room(T * 8);
    for (size_t i = 0; i < T; i++) {
        const int32_t *query = job->qkv + i * job->row_stride + head * D;
        const size_t row = head * (i + 1) + (size_t)job->row_offset[i];
        int64_t largest = INT64_MIN, total = 0;
        for (size_t j = 0; j <= i; j++) {
            const int32_t *key = job->qkv + j * job->row_stride + job->key_start + start;
            int64_t sum = 0;
            for (size_t d = 0; d < D; d++) {
                sum += round_shift(clamped(query[d], QK_CLAMP), 4)
                    * round_shift(clamped(key[d], QK_CLAMP), 4);
            }
            scores[j] = score(sum, D);
            if (job->row_scores[row + j] != scores[j]) {
                fail(kernels, "row's score", (long)i, (long)j, (long)magnitude);
            }
            largest = scores[j] > largest ? scores[j] : largest;
        }
        for (size_t j = 0; j <= i; j++) {
            weights[j] = exponential(scores[j] - largest);
            total += weights[j];
        }
        for (size_t j = 0; j <= i; j++) {
            weights[j] = weights[j] * 65536 / total;
            if (job->rows[row + j] != weights[j]) {
                fail(kernels, "row", (long)i, (long)j, (long)magnitude);
            }
        }
        for (size_t d = 0; d < D; d++) {
            int64_t sum = 0;
            for (size_t j = 0; j <= i; j++) {
                const int32_t *value = job->qkv + j * job->row_stride + job->value_start + start;
                sum += weights[j] * round_shift(clamped(value[d], ACT_CLAMP), 4);
            }
            if (job->output[i * job->C + head * D + d] != round_shift(sum, 12)) {
                fail(kernels, "attention", (long)i, (long)d, (long)magnitude);
            }
        }
    }
    free(scores), free(weights);
}

/// Node by node and, where the variant has them, by tiles: from the second node on, too.
static void check_layer(
    const ck_kernels *kernels, head_layout layout, size_t T, int64_t magnitude,
    int64_t key_magnitude, int64_t value_magnitude)
{
    const size_t D = layout.D, C = layout.heads * D, key_width = C / layout.group;
    const size_t columns = C + 2 * key_width, row_count = layout.heads * row_start(T);
    int32_t *qkv = room((T + 1) * columns * 4), *keys = room((T + 1) * key_width * 4);
    int32_t *values = room((T + 1) * key_width * 4), *output = room((T + 1) * C * 4);
    int32_t *rows = room(row_count * 4), *probabilities = room(T * 4);
    int64_t *scores = room(T * 8), *row_scores = room(row_count * 8);
    uint32_t *path = room(T * 4);
    size_t *starts = room((T + 1) * sizeof(size_t)), *counts = room((T + 1) * sizeof(size_t));
    ptrdiff_t *offsets = room((T + 1) * sizeof(ptrdiff_t));
    for (size_t i = 0; i < T; i++) {
        path[i] = (uint32_t)i;
        counts[i] = i + 1;
        offsets[i] = (ptrdiff_t)(layout.heads * row_start(i));
        for (size_t c = 0; c < columns; c++) {
            qkv[i * columns + c] = (int32_t)number(
                c < C ? magnitude : c < C + key_width ? key_magnitude : value_magnitude);
        }
    }
    ck_attention job = {
        .qkv = qkv, .row_stride = columns, .key_start = C, .value_start = C + key_width,
        .head_width = D, .group_head_count = layout.group, .keys = keys, .values = values,
        .output = output, .paths = path, .path_start = starts, .path_count = counts,
        .row_offset = offsets, .rows = rows, .row_scores = row_scores, .node_count = T, .C = C,
        .is_row_only = 0,
    };
    ck_attention_range range = {0}, again = {0}, unused = {0};
    for (size_t group = 0; group < layout.heads / layout.group; group++) {
        kernels->attention_operands(&job, group, &range);
    }
    again.key = range.key;
    again.value = range.value;
    for (size_t head = 0; head < layout.heads; head++) {
        kernels->attention(&job, head, 0, T, scores, probabilities, &range);
        check_head_by_definition(kernels, &job, layout, head, T, magnitude);
    }
    if (kernels->attention_chain != NULL) {
        // One node before the chain.
        memmove(qkv + columns, qkv, T * columns * 4);
        memset(output, 0x5A, (T + 1) * C * 4);
        memset(rows, 0x5A, row_count * 4);
        memset(row_scores, 0x5A, row_count * 8);
        memmove(offsets + 1, offsets, T * sizeof *offsets);
        memmove(counts + 1, counts, T * sizeof *counts);
        job.node_count = T + 1;
        char *chain = (char *)room(kernels->chain_room(T, D) + 8) + 8;
        for (size_t group = 0; group < layout.heads / layout.group; group++) {
            kernels->attention_operands(&job, group, &unused);
        }
        for (size_t head = 0; head < layout.heads; head++) {
            kernels->attention_chain(&job, head, 1, T, chain, &again);
        }
        if (memcmp(&again, &range, sizeof range) != 0) {
            fail(kernels, "a chain's range", (long)T, (long)magnitude, 0);
        }
        job.qkv += columns;
        job.output += C;
        job.row_offset++;
        for (size_t head = 0; head < layout.heads; head++) {
            check_head_by_definition(kernels, &job, layout, head, T, magnitude);
        }
        free(chain - 8);
    }
    free(qkv), free(keys), free(values), free(output), free(rows), free(probabilities);
    free(scores), free(row_scores), free(path), free(starts), free(counts), free(offsets);
}

/// A single head of 64 columns; at every end, and else in every fourth call, heads of 128 as well,
/// and heads that share their keys.
static void check_attention(
    const ck_kernels *kernels, size_t T, int64_t magnitude, int64_t key_magnitude,
    int64_t value_magnitude)
{
    static const head_layout layouts[] = {{64, 1, 1}, {128, 1, 1}, {64, 4, 2}, {128, 2, 2}};
    static size_t call = 0;
    const int is_whole = is_extreme || call++ % 4 == 0;
    const size_t count = !is_whole ? 1 : T > 40 ? 2 : sizeof layouts / sizeof *layouts;
    for (size_t i = 0; i < count; i++) {
        check_layer(kernels, layouts[i], T, magnitude, key_magnitude, value_magnitude);
    }
}

static void check_attentions(const ck_kernels *kernels)
{
    static const size_t lengths[] = {1, 2, 7, 8, 9, 16, 17, 37, 49, 100};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        for (int bits = 0; bits <= 28; bits += 2) {
            const int64_t magnitude = (int64_t)1 << bits;
            check_attention(kernels, lengths[i], magnitude, magnitude, magnitude);
            check_attention(kernels, lengths[i], 1 << 15, magnitude, 1 << 12);
            check_attention(kernels, lengths[i], magnitude, 1 << 15, 1 << 28);
        }
    }
    // Values at both sides of what one, two and three planes hold; all numbers at an end.
    for (int64_t x = 8388351 * 16; x <= 8388353 * 16; x += 8) {
        check_attention(kernels, 19, 1000, 1000, x);
        check_attention(kernels, 19, 32767 * 16, 32767 * 16, 32767 * 16 + x % 32);
    }
    is_extreme = 1;
    for (int bits = 12; bits <= 28; bits++) {
        check_attention(kernels, 33, (int64_t)1 << bits, (int64_t)1 << bits, (int64_t)1 << bits);
        check_attention(kernels, 33, (int64_t)1 << bits, 1 << 13, 32768 * 16);
    }
    is_extreme = 0;
    check_attention(kernels, 1024, 1 << 16, 1 << 16, 1 << 16);
}

static void check(const ck_kernels *kernels)
{
    check_products(kernels);
    check_gelu(kernels);
    check_norms(kernels);
    check_root_norms(kernels);
    check_turns(kernels);
    check_gates(kernels);
    check_attentions(kernels);
    printf("%s: every product and operation as defined\n", kernels->name);
}

int main(void)
{
    for (size_t i = 0; ck_usable_kernels(i) != NULL; i++) {
        check(ck_usable_kernels(i));
    }
    check(ck_emulated_tile_kernels());
    print_bounds();
    return 0;
}
