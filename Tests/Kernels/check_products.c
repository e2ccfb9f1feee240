/// Products with weights, of every size, against their definition.
#include "definitions.h"
#include "limbs.h"
#include "packing.h"

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
/// runs that pass 32 bits by little, and where squares would be too small if rounded down.
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

void check_products(const ck_kernels *kernels)
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
