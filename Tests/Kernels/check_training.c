/// Every variant of the training step that this machine can run, against its definition.
///
/// A program of its own, so that it can run where Swift's tests do not: under a sanitizer for
/// undefined behaviour, and on an emulated processor. Prints a line a variant and ends with 1 at
/// the first difference.
#include "ctraining.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ONE 65536

static uint64_t state = 1;

static uint64_t next(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static void *room(size_t count, size_t size)
{
    void *start = malloc(count * size + 1);
    if (start == NULL) {
        puts("no memory");
        exit(1);
    }
    // Whatever lies there before must not matter.
    memset(start, 0xA5, count * size + 1);
    return start;
}

#define ROOM(type, count) ((type *)room(count, sizeof(type)))

static int64_t round_shift(int64_t x, int shift)
{
    return (x + ((int64_t)1 << (shift - 1))) >> shift;
}

static int64_t clamp(int64_t x, int64_t bound)
{
    return x > bound ? bound : x < -bound ? -bound : x;
}

/// Weights of a kind: 0 as a run begins, 1 any, 2 at both ends, 3 and 4 all at one end.
static int32_t weight(int kind)
{
    const int32_t top = CT_WEIGHT_MAX;
    switch (kind) {
    case 0: return (int32_t)(next() & 8191) - 4096;
    case 1: return (int32_t)(next() % (2 * (uint64_t)top + 1)) - top;
    case 2: return next() & 1 ? top : -top;
    default: return kind == 3 ? top : -top;
    }
}

static uint8_t input(int kind)
{
    switch (kind) {
    case 0:
    case 1: return (uint8_t)next();
    case 2: return next() & 1 ? 0 : 255;
    default: return kind == 3 ? 255 : 0;
    }
}

/// A step with all its rooms.
static ct_step made(size_t D, size_t H, size_t C, size_t B, int shift, int kind)
{
    const size_t Dq = (D + 1) / 2 * 2, Dp = (D + 15) / 16 * 16, Bp = (B + 15) / 16 * 16;
    const size_t Hp = (H + 7) / 8 * 8;
    int32_t *hidden = ROOM(int32_t, H * D), *hidden_bias = ROOM(int32_t, H);
    int32_t *output = ROOM(int32_t, C * H), *output_bias = ROOM(int32_t, C);
    for (size_t i = 0; i < H * D; i++) {
        hidden[i] = weight(kind);
    }
    for (size_t i = 0; i < H; i++) {
        hidden_bias[i] = weight(kind);
    }
    for (size_t i = 0; i < C * H; i++) {
        output[i] = weight(kind);
    }
    for (size_t i = 0; i < C; i++) {
        output_bias[i] = weight(kind);
    }
    uint8_t *samples = ROOM(uint8_t, B * (D + 1));
    int64_t *batch = ROOM(int64_t, B);
    for (size_t s = 0; s < B; s++) {
        batch[s] = (int64_t)(next() % B);
        for (size_t d = 0; d < D; d++) {
            samples[s * (D + 1) + d] = input(kind);
        }
        samples[s * (D + 1) + D] = (uint8_t)(next() % C);
    }
    return (ct_step){
        .D = D, .H = H, .C = C, .B = B, .shift = shift, .hidden = hidden,
        .hidden_bias = hidden_bias, .output = output, .output_bias = output_bias,
        .samples = samples, .batch = batch, .hidden_low = ROOM(int16_t, Hp * Dq),
        .hidden_high = ROOM(int16_t, Hp * Dq), .hidden_is_high = ROOM(uint8_t, Hp / 8),
        .columns = ROOM(int16_t, Bp * Dq), .rows = ROOM(int16_t, Dp * Bp),
        .a = ROOM(int32_t, H * Bp), .r = ROOM(int32_t, H * Bp), .z = ROOM(int64_t, B * C),
        .p = ROOM(int32_t, B * C), .g = ROOM(int32_t, C * Bp), .q_low = ROOM(int16_t, Hp * Bp),
        .q_high = ROOM(int16_t, Hp * Bp), .q_is_high = ROOM(uint8_t, Bp / 16 * Hp / 8),
        .new_hidden = ROOM(int32_t, H * D), .new_hidden_bias = ROOM(int32_t, H),
        .new_output = ROOM(int32_t, C * H), .new_output_bias = ROOM(int32_t, C),
        .hidden_sums = ROOM(int64_t, H * D), .hidden_bias_sums = ROOM(int64_t, H),
        .output_sums = ROOM(int64_t, C * H), .output_bias_sums = ROOM(int64_t, C),
    };
}

static void unmade(ct_step *step)
{
    void *rooms[] = {
        (void *)step->hidden, (void *)step->hidden_bias, (void *)step->output,
        (void *)step->output_bias, (void *)step->samples, (void *)step->batch, step->hidden_low,
        step->hidden_high, step->hidden_is_high, step->columns, step->rows, step->a, step->r,
        step->z, step->p, step->g, step->q_low, step->q_high, step->q_is_high, step->new_hidden,
        step->new_hidden_bias, step->new_output, step->new_output_bias, step->hidden_sums,
        step->hidden_bias_sums, step->output_sums, step->output_bias_sums,
    };
    for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) {
        free(rooms[i]);
    }
}

static const char *variant;

static void expect(int64_t expected, int64_t got, const char *what, size_t a, size_t b)
{
    if (expected != got) {
        printf("%s: %s differs at %zu, %zu\n", variant, what, a, b);
        exit(1);
    }
}

static int64_t x_of(const ct_step *step, size_t s, size_t d)
{
    return step->samples[(size_t)step->batch[s] * (step->D + 1) + d] - 128;
}

/// a, r and z by their definition.
static void check_forward(const ct_step *step)
{
    const size_t D = step->D, H = step->H, Bp = (step->B + 15) / 16 * 16;
    for (size_t s = 0; s < step->B; s++) {
        for (size_t h = 0; h < H; h++) {
            int64_t sum = 0;
            for (size_t d = 0; d < D; d++) {
                sum += step->hidden[h * D + d] * x_of(step, s, d);
            }
            const int64_t a =
                clamp(step->hidden_bias[h] + round_shift(sum, 7), CT_ACTIVATION_MAX);
            expect(a, step->a[h * Bp + s], "a", s, h);
            expect(a > 0 ? a : 0, step->r[h * Bp + s], "r", s, h);
        }
        for (size_t c = 0; c < step->C; c++) {
            int64_t sum = 0;
            for (size_t h = 0; h < H; h++) {
                sum += (int64_t)step->output[c * H + h] * step->r[h * Bp + s];
            }
            const int64_t z =
                clamp(step->output_bias[c] + round_shift(sum, 16), CT_ACTIVATION_MAX);
            expect(z, step->z[s * step->C + c], "z", s, c);
        }
    }
}

/// Any rows that softmax could leave: not negative, with a sum of 2^16 at most.
static void draw_probabilities(const ct_step *step)
{
    for (size_t s = 0; s < step->B; s++) {
        int32_t left = ONE;
        for (size_t c = 0; c < step->C; c++) {
            const int32_t p = next() % 4 == 0 ? left : (int32_t)(next() % ((uint64_t)left + 1));
            step->p[s * step->C + c] = p;
            left -= p;
        }
    }
}

static int64_t q_of(const ct_step *step, size_t s, size_t h)
{
    const size_t Bp = (step->B + 15) / 16 * 16, place = h * Bp + s;
    return step->q_low[place] + (int64_t)step->q_high[place] * ONE;
}

static void check_gradients(const ct_step *step)
{
    const size_t Bp = (step->B + 15) / 16 * 16;
    for (size_t s = 0; s < Bp; s++) {
        for (size_t c = 0; c < step->C; c++) {
            const int64_t g = s >= step->B
                ? 0
                : step->p[s * step->C + c] - ONE * (x_of(step, s, step->D) + 128 == (int64_t)c);
            expect(g, step->g[c * Bp + s], "g", s, c);
        }
        for (size_t h = 0; h < step->H; h++) {
            int64_t sum = 0;
            for (size_t c = 0; c < step->C; c++) {
                sum += (int64_t)step->output[c * step->H + h] * step->g[c * Bp + s];
            }
            const int64_t q = step->r[h * Bp + s] > 0 ? round_shift(sum, 16) : 0;
            expect(q, q_of(step, s, h), "q", s, h);
        }
    }
}

static void check_weight(
    int32_t before, int64_t sum, int shift, int32_t after, const char *what, size_t a, size_t b)
{
    expect(clamp(before - round_shift(sum, shift), CT_WEIGHT_MAX), after, what, a, b);
}

static void check_update(const ct_step *step)
{
    const size_t D = step->D, H = step->H, Bp = (step->B + 15) / 16 * 16;
    for (size_t h = 0; h < H; h++) {
        int64_t bias_sum = 0;
        for (size_t s = 0; s < step->B; s++) {
            bias_sum += q_of(step, s, h);
        }
        expect(bias_sum, step->hidden_bias_sums[h], "g1", h, 0);
        check_weight(
            step->hidden_bias[h], bias_sum, step->shift, step->new_hidden_bias[h], "b1", h, 0);
        for (size_t d = 0; d < D; d++) {
            int64_t sum = 0;
            for (size_t s = 0; s < step->B; s++) {
                sum += q_of(step, s, h) * x_of(step, s, d);
            }
            const size_t place = h * D + d;
            expect(sum, step->hidden_sums[place], "G1", h, d);
            check_weight(
                step->hidden[place], sum, 7 + step->shift, step->new_hidden[place], "W1", h, d);
        }
    }
    for (size_t c = 0; c < step->C; c++) {
        int64_t bias_sum = 0;
        for (size_t s = 0; s < step->B; s++) {
            bias_sum += step->g[c * Bp + s];
        }
        expect(bias_sum, step->output_bias_sums[c], "g2", c, 0);
        check_weight(
            step->output_bias[c], bias_sum, step->shift, step->new_output_bias[c], "b2", c, 0);
        for (size_t h = 0; h < H; h++) {
            int64_t sum = 0;
            for (size_t s = 0; s < step->B; s++) {
                sum += (int64_t)step->g[c * Bp + s] * step->r[h * Bp + s];
            }
            const size_t place = c * H + h;
            expect(sum, step->output_sums[place], "G2", c, h);
            check_weight(
                step->output[place], sum, 16 + step->shift, step->new_output[place], "W2", c, h);
        }
    }
}

/// The operations range by range, as threads would share them.
static void check_step(
    const ct_kernels *kernels, size_t D, size_t H, size_t C, size_t B, int shift, int kind)
{
    ct_step step = made(D, H, C, B, shift, kind);
    const size_t panels = (B + 15) / 16, blocks = (H + 7) / 8;
    kernels->pack(&step, 0, blocks / 2);
    kernels->pack(&step, blocks / 2, blocks);
    kernels->forward(&step, 0, panels / 2);
    kernels->forward(&step, panels / 2, panels);
    check_forward(&step);
    draw_probabilities(&step);
    kernels->gradients(&step, 0, panels / 2);
    kernels->gradients(&step, panels / 2, panels);
    check_gradients(&step);
    kernels->update(&step, 0, blocks / 2);
    kernels->update(&step, blocks / 2, blocks);
    check_update(&step);
    unmade(&step);
}

int main(void)
{
    for (size_t index = 0; ct_usable_kernels(index) != NULL; index++) {
        const ct_kernels *kernels = ct_usable_kernels(index);
        variant = kernels->name;
        state = 1;
        long count = 0;
        for (int kind = 0; kind < 5; kind++) {
            for (size_t n = 1; n <= 20; n++) {
                const size_t batch = (size_t)1 << n % 7;
                check_step(kernels, n, 3, 2, batch, 1 + (int)n, kind);
                check_step(kernels, 5, n, 3, batch, 2, kind);
                check_step(kernels, 4, 9, n, batch, 40, kind);
                check_step(kernels, n, n, n, batch, 22 + (int)n % 4, kind);
                count += 4;
            }
            check_step(kernels, 256, 255, 17, 256, 9, kind);
            check_step(kernels, 255, 18, 256, 64, 1, kind);
            count += 2;
        }
        printf("%s: %ld steps equal their definition\n", kernels->name, count);
    }
    return 0;
}
