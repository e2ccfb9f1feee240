/// A forward pass of one prompt from its integers, by every variant of the kernels that this
/// machine can run: for processors on which the product itself is not built.
///
///     recompute JOB OUTPUTS
///
/// JOB: int32, little-endian, as Tests/Scripts/try_other_processors writes it: layers, width,
/// heads, tokens; the tokens' rows of both embeddings, [T, C] each; of each layer gain and bias of
/// the first norm, weight [inputs, outputs] and bias of c_attn and of c_proj, gain and bias of the
/// second norm, weight and bias of c_fc and of mlp.c_proj. Writes OUTPUTS.VARIANT: the outputs of
/// all operations in the order of a trace, row-major, int32 but for scores, which are int64.
#include "CKernels.h"
#include "packing.h"
#include "tile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MASKED_SCORE (-((int64_t)1 << 40))

static void fail(const char *what)
{
    fprintf(stderr, "recompute: %s\n", what);
    exit(2);
}

static void *memory(size_t count, size_t size)
{
    return room(count * size);
}

// MARK: The job

static FILE *job_file;

static int32_t *numbers(size_t count)
{
    int32_t *values = memory(count, sizeof(int32_t));
    if (fread(values, sizeof(int32_t), count, job_file) != count) {
        fail("the job ends too early");
    }
    return values;
}

/// A linear layer, or a norm, which has no inputs.
typedef struct {
    int32_t *weight;
    int32_t *bias;
    size_t inputs, outputs;
} parameters;

static parameters read_parameters(size_t inputs, size_t outputs)
{
    parameters read = {.inputs = inputs, .outputs = outputs};
    read.weight = numbers((inputs == 0 ? 1 : inputs) * outputs);
    read.bias = numbers(outputs);
    return read;
}

typedef struct {
    parameters norm_1, attention, projection, norm_2, hidden, contraction;
} layer;

typedef struct {
    size_t layer_count, width, head_count, token_count;
    int32_t *tokens, *positions;
    layer *layers;
} model;

static model read_model(void)
{
    const int32_t *sizes = numbers(4);
    for (int i = 0; i < 4; i++) {
        if (sizes[i] < 1 || sizes[i] > 1 << 15) {
            fail("a size out of bounds");
        }
    }
    model read = {
        .layer_count = (size_t)sizes[0], .width = (size_t)sizes[1],
        .head_count = (size_t)sizes[2], .token_count = (size_t)sizes[3],
    };
    if (read.width != read.head_count * 64) {
        fail("a width that is not the heads' together");
    }
    const size_t C = read.width;
    read.tokens = numbers(read.token_count * C);
    read.positions = numbers(read.token_count * C);
    read.layers = memory(read.layer_count, sizeof(layer));
    for (size_t i = 0; i < read.layer_count; i++) {
        layer *one = &read.layers[i];
        one->norm_1 = read_parameters(0, C);
        one->attention = read_parameters(C, 3 * C);
        one->projection = read_parameters(C, C);
        one->norm_2 = read_parameters(0, C);
        one->hidden = read_parameters(C, 4 * C);
        one->contraction = read_parameters(4 * C, C);
    }
    return read;
}

// MARK: Outputs

static FILE *output_file;

static void write_all(const void *values, size_t count, size_t size)
{
    if (fwrite(values, size, count, output_file) != count) {
        fail("the outputs cannot be written");
    }
}

static void write_narrow(const int32_t *values, size_t count)
{
    write_all(values, count, sizeof(int32_t));
}

// MARK: Operations

static int64_t magnitude(const int32_t *values, size_t count)
{
    int64_t most = 0;
    for (size_t i = 0; i < count; i++) {
        most = llabs(values[i]) > most ? llabs(values[i]) : most;
    }
    return most;
}

/// Packs both operands and multiplies.
static int32_t *linear(const ck_kernels *kernels, const int32_t *x, size_t M, const parameters *by)
{
    const size_t K = by->inputs, N = by->outputs;
    const size_t panels = (N + CK_PANEL_WIDTH - 1) / CK_PANEL_WIDTH;
    const size_t pairs = pairs_of(kernels, K);
    const int64_t w_magnitude = magnitude(by->weight, K * N);
    const int plane_count = plane_count_of(kernels, w_magnitude);
    void *planes[CK_PLANE_COUNT_MAX] = {0};
    for (int plane = 0; plane < plane_count; plane++) {
        planes[plane] = memory(panels * pairs * CK_PANEL_WIDTH, 4);
    }
    for (size_t k = 0; k < K; k++) {
        for (size_t n = 0; n < N; n++) {
            place_weight(
                planes, kernels->limb_bits, plane_count, pairs, k, n, by->weight[k * N + n]);
        }
    }
    int32_t *result = memory(M * N, sizeof(int32_t));
    ck_product job = {
        .x = x, .limbs = memory(kernels->tile_count(M), kernels->tile_bytes(pairs)),
        .bias = by->bias, .result = result, .result_stride = N, .M = M, .N = N, .K = K,
        .pair_count = pairs, .panel_pair_count = pairs, .shift = 4, .plane_count = plane_count,
        .clamp = CK_ACT_CLAMP,
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
    kernels->cut(&job, 0, kernels->tile_count(M));
    ck_product_range range = {0};
    kernels->product(&job, 0, panels, &range);
    free(job.limbs);
    for (int plane = 0; plane < plane_count; plane++) {
        free(planes[plane]);
        free(squares[plane]);
    }
    write_narrow(result, M * N);
    return result;
}

static int32_t *norm(const ck_kernels *kernels, const int32_t *x, size_t T, const parameters *by)
{
    const size_t C = by->outputs;
    int32_t *result = memory(T * C, sizeof(int32_t));
    ck_clamp_count seen = {0};
    for (size_t i = 0; i < T; i++) {
        kernels->layer_norm(
            result + i * C, x + i * C, by->weight, by->bias, C, CK_ACT_CLAMP, &seen);
    }
    write_narrow(result, T * C);
    return result;
}

/// Scores and probabilities of all heads as squares, masked, then what the heads mix.
static int32_t *attention(const ck_kernels *kernels, const int32_t *qkv, const model *from)
{
    const size_t T = from->token_count, C = from->width, H = from->head_count;
    const size_t row_count = H * T * (T + 1) / 2;
    int32_t *output = memory(T * C, sizeof(int32_t));
    uint32_t *path = memory(T, sizeof(uint32_t));
    size_t *starts = memory(T, sizeof(size_t)), *counts = memory(T, sizeof(size_t));
    ptrdiff_t *offsets = memory(T, sizeof(ptrdiff_t));
    for (size_t i = 0; i < T; i++) {
        path[i] = (uint32_t)i;
        counts[i] = i + 1;
        offsets[i] = (ptrdiff_t)(H * i * (i + 1) / 2);
    }
    ck_attention job = {
        .qkv = qkv, .row_stride = 3 * C, .key_start = C, .value_start = 2 * C, .head_width = 64,
        .group_head_count = 1, .keys = memory(T * C, sizeof(int32_t)),
        .values = memory(T * C, sizeof(int32_t)), .output = output, .paths = path,
        .path_start = starts, .path_count = counts, .row_offset = offsets,
        .rows = memory(row_count, sizeof(int32_t)),
        .row_scores = memory(row_count, sizeof(int64_t)), .node_count = T, .C = C,
    };
    int64_t *strip = memory(T + 16, sizeof(int64_t));
    int32_t *chances = memory(T + 16, sizeof(int32_t));
    ck_attention_range range = {0};
    for (size_t head = 0; head < H; head++) {
        kernels->attention_operands(&job, head, &range);
        kernels->attention(&job, head, 0, T, strip, chances, &range);
    }
    int64_t *scores = memory(H * T * T, sizeof(int64_t));
    int32_t *probabilities = memory(H * T * T, sizeof(int32_t));
    for (size_t head = 0; head < H; head++) {
        for (size_t i = 0; i < T; i++) {
            const size_t start = (size_t)offsets[i] + head * (i + 1);
            for (size_t j = 0; j < T; j++) {
                const size_t place = (head * T + i) * T + j;
                scores[place] = j <= i ? job.row_scores[start + j] : MASKED_SCORE;
                probabilities[place] = j <= i ? job.rows[start + j] : 0;
            }
        }
    }
    write_all(scores, H * T * T, sizeof(int64_t));
    write_narrow(probabilities, H * T * T);
    write_narrow(output, T * C);
    free(job.keys), free(job.values), free(job.rows), free(job.row_scores), free(path);
    free(starts), free(counts), free(offsets), free(strip), free(chances);
    free(scores), free(probabilities);
    return output;
}

static void add(const ck_kernels *kernels, int32_t *x, int32_t *branch, size_t count)
{
    ck_clamp_count seen = {0};
    kernels->add_clamped(x, branch, count, CK_ACT_CLAMP, &seen);
    write_narrow(x, count);
    free(branch);
}

// MARK: The pass

static void pass(const ck_kernels *kernels, const model *of)
{
    const size_t T = of->token_count, count = T * of->width;
    int32_t *x = memory(count, sizeof(int32_t)), *positions = memory(count, sizeof(int32_t));
    memcpy(x, of->tokens, count * sizeof(int32_t));
    memcpy(positions, of->positions, count * sizeof(int32_t));
    add(kernels, x, positions, count);
    for (size_t i = 0; i < of->layer_count; i++) {
        const layer *one = &of->layers[i];
        int32_t *normed = norm(kernels, x, T, &one->norm_1);
        int32_t *qkv = linear(kernels, normed, T, &one->attention);
        int32_t *heads = attention(kernels, qkv, of);
        add(kernels, x, linear(kernels, heads, T, &one->projection), count);
        free(normed), free(qkv), free(heads);
        normed = norm(kernels, x, T, &one->norm_2);
        int32_t *hidden = linear(kernels, normed, T, &one->hidden);
        kernels->gelu(hidden, 4 * count);
        write_narrow(hidden, 4 * count);
        add(kernels, x, linear(kernels, hidden, T, &one->contraction), count);
        free(normed), free(hidden);
    }
    free(x);
}

static void run(const ck_kernels *kernels, const model *of, const char *outputs)
{
    char path[4096];
    if (snprintf(path, sizeof path, "%s.%s", outputs, kernels->name) >= (int)sizeof path) {
        fail("a name too long");
    }
    output_file = fopen(path, "wb");
    if (output_file == NULL) {
        fail("the outputs cannot be opened");
    }
    pass(kernels, of);
    if (fclose(output_file) != 0) {
        fail("the outputs cannot be written");
    }
    printf("%s\n", kernels->name);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fail("expected JOB and OUTPUTS");
    }
    job_file = fopen(argv[1], "rb");
    if (job_file == NULL) {
        fail("the job cannot be opened");
    }
    const model of = read_model();
    for (size_t i = 0; ck_usable_kernels(i) != NULL; i++) {
        run(ck_usable_kernels(i), &of, argv[2]);
    }
    run(ck_emulated_tile_kernels(), &of, argv[2]);
    return 0;
}
