/// Operations that are neither products nor attention, against their definitions.
#include "definitions.h"
#include "packing.h"

#include <string.h>

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

void check_elements(const ck_kernels *kernels)
{
    check_gelu(kernels);
    check_norms(kernels);
    check_root_norms(kernels);
    check_turns(kernels);
    check_gates(kernels);
}
