/// Attention, node by node and by tiles, against its definition.
#include "definitions.h"
#include "packing.h"
#include "tile.h"

#include <string.h>

/// The longest sequence.
enum { TOKENS_MAX = 4096 };

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

/// One row of a head that is read: its scores, its probabilities and the values that it mixes.
static void check_row(
    const ck_kernels *kernels, const ck_attention *job, head_layout layout, size_t head, size_t i)
{
    static int64_t scores[TOKENS_MAX], weights[TOKENS_MAX];
    const size_t D = layout.D, start = head / layout.group * D;
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
            fail(kernels, "row's score", (long)head, (long)i, (long)j);
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
            fail(kernels, "row", (long)head, (long)i, (long)j);
        }
    }
    for (size_t d = 0; d < D; d++) {
        int64_t sum = 0;
        for (size_t j = 0; j <= i; j++) {
            const int32_t *value = job->qkv + j * job->row_stride + job->value_start + start;
            sum += weights[j] * round_shift(clamped(value[d], ACT_CLAMP), 4);
        }
        if (job->output[i * job->C + head * D + d] != round_shift(sum, 12)) {
            fail(kernels, "attention", (long)head, (long)i, (long)d);
        }
    }
}

/// One head of a layer: those of its rows that are read.
static void check_head(
    const ck_kernels *kernels, const ck_attention *job, head_layout layout, size_t head, size_t T)
{
    for (size_t i = 0; i < T; i++) {
        if (job->row_offset[i] >= 0) {
            check_row(kernels, job, layout, head, i);
        }
    }
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
        check_head(kernels, &job, layout, head, T);
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
            check_head(kernels, &job, layout, head, T);
        }
        free(chain - 8);
    }
    free(qkv), free(keys), free(values), free(output), free(rows), free(probabilities);
    free(scores), free(row_scores), free(path), free(starts), free(counts), free(offsets);
}

/// A single head of 64 columns; at every end, and else in every fourth call, heads of 128 as well,
/// and, of short chains, heads that share their keys.
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

/// Numbers at both ends of their range, for heads of two groups. In the first, all are at the lower
/// end: every score is the largest that there is, and the last row mixes 4,096 values of 2^24 to
/// 2^40. In the second, queries and keys are a few vectors of signs, of which the last is the first
/// turned round, so that scores are at both ends and many are equal; the values' signs are drawn.
static void draw_ends(int32_t *qkv, head_layout layout, size_t T)
{
    enum { VECTORS = 5, QUERY_VECTORS = 3 };
    int32_t ends[VECTORS][CK_HEAD_WIDTH_MAX];
    const size_t D = layout.D, key_heads = layout.heads / layout.group;
    for (size_t d = 0; d < D; d++) {
        for (size_t vector = 0; vector < VECTORS - 1; vector++) {
            ends[vector][d] = (int32_t)(next() % 2 == 0 ? ACT_CLAMP : -ACT_CLAMP);
        }
        ends[VECTORS - 1][d] = -ends[0][d];
    }
    for (size_t i = 0; i < T; i++) {
        for (size_t head = 0; head < layout.heads + 2 * key_heads; head++) {
            const int is_query = head < layout.heads;
            const int is_value = head >= layout.heads + key_heads;
            const size_t group =
                is_query ? head / layout.group : (head - layout.heads) % key_heads;
            const int32_t *vector =
                ends[is_query ? (i + head) % QUERY_VECTORS : i % VECTORS];
            for (size_t d = 0; d < D; d++) {
                const int32_t drawn = is_value && next() % 2 == 0 ? -vector[d] : vector[d];
                *qkv++ = group == 0 ? (int32_t)-ACT_CLAMP : drawn;
            }
        }
    }
}

/// How many nodes the longest chain of a variant has. Variants that are slow here, without vectors
/// or emulated, take a quarter of the others': the square of it is what they compute.
static size_t longest_chain(const ck_kernels *kernels)
{
    const int is_slow =
        strcmp(kernels->name, "portable") == 0 || strcmp(kernels->name, "neon") == 0;
    return is_slow ? TOKENS_MAX / 4 : TOKENS_MAX;
}

/// The last head of the first group and the first of the second, at the rows that are read: by a
/// chain of T nodes, or node by node. Both bounds must be reached.
static void check_neighbours(
    const ck_kernels *kernels, ck_attention *job, head_layout layout, size_t T, int is_chain)
{
    int64_t *scores = room(T * 8);
    int32_t *probabilities = room(T * 4);
    void *chain = is_chain ? room(kernels->chain_room(T, layout.D)) : NULL;
    ck_attention_range range = {0};
    memset(job->output, 0x5A, T * job->C * 4);
    for (size_t head = layout.group - 1; head <= layout.group; head++) {
        if (is_chain) {
            kernels->attention_chain(job, head, 0, T, chain, &range);
        }
        for (size_t i = 0; i < T && !is_chain; i++) {
            if (job->row_offset[i] >= 0) {
                kernels->attention(job, head, i, i + 1, scores, probabilities, &range);
            }
        }
        check_head(kernels, job, layout, head, T);
    }
    if (range.score_magnitude != (int64_t)layout.D << 42
        || range.output_magnitude != (int64_t)1 << 40) {
        fail(kernels, "a long sequence's range", (long)layout.D, (long)T, is_chain);
    }
    free(scores), free(probabilities), free(chain);
}

/// Heads of Qwen2's shape over the longest sequence, all numbers at an end of their range. Read are
/// rows at all places of a tile, among them the last of 1,024, and the last tile.
static void check_longest(const ck_kernels *kernels, head_layout layout)
{
    const size_t T = TOKENS_MAX, C = layout.heads * layout.D, key_width = C / layout.group;
    const size_t columns = C + 2 * key_width;
    int32_t *qkv = room(T * columns * 4), *output = room(T * C * 4);
    int32_t *keys = room(T * key_width * 4), *values = room(T * key_width * 4);
    uint32_t *path = room(T * 4);
    size_t *starts = room(T * sizeof(size_t)), *counts = room(T * sizeof(size_t));
    ptrdiff_t *offsets = room(T * sizeof(ptrdiff_t));
    size_t row_count = 0;
    draw_ends(qkv, layout, T);
    for (size_t i = 0; i < T; i++) {
        const int is_read = i % 341 == 0 || i + CK_TILE_ROWS >= T;
        path[i] = (uint32_t)i;
        counts[i] = i + 1;
        offsets[i] = is_read ? (ptrdiff_t)row_count : -1;
        row_count += is_read ? layout.heads * (i + 1) : 0;
    }
    int32_t *rows = room(row_count * 4);
    int64_t *row_scores = room(row_count * 8);
    ck_attention job = {
        .qkv = qkv, .row_stride = columns, .key_start = C, .value_start = C + key_width,
        .head_width = layout.D, .group_head_count = layout.group, .keys = keys,
        .values = values, .output = output, .paths = path, .path_start = starts,
        .path_count = counts, .row_offset = offsets, .rows = rows, .row_scores = row_scores,
        .node_count = T, .C = C,
    };
    ck_attention_range unused = {0};
    for (size_t group = 0; group < layout.heads / layout.group; group++) {
        kernels->attention_operands(&job, group, &unused);
    }
    check_neighbours(kernels, &job, layout, T, 0);
    if (kernels->attention_chain != NULL) {
        memset(rows, 0x5A, row_count * 4);
        memset(row_scores, 0x5A, row_count * 8);
        check_neighbours(kernels, &job, layout, longest_chain(kernels), 1);
    }
    free(qkv), free(output), free(keys), free(values), free(path), free(starts), free(counts);
    free(offsets), free(rows), free(row_scores);
}

void check_attentions(const ck_kernels *kernels)
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
    // Heads that share their keys over chains of many tiles: at every end, too.
    for (int step = 0; step < 6; step++) {
        const int64_t magnitude = (int64_t)1 << (8 + step % 3 * 10);
        is_extreme = step >= 3;
        check_layer(kernels, (head_layout){64, 6, 3}, 100, magnitude, magnitude, magnitude);
        check_layer(kernels, (head_layout){128, 4, 2}, 67, magnitude, magnitude, magnitude);
    }
    is_extreme = 0;
    check_longest(kernels, (head_layout){64, 14, 7});
    check_longest(kernels, (head_layout){128, 12, 6});
}
