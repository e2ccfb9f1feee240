/// The update of all weights, as one variant computes it: see training_template.h.

/// W1 of one hidden unit and some inputs.
///
/// Bounds: low sums 256 * 2^15 * 2^7 = 2^30, and with no high limb and a shift of at most 30 the
/// half that is added holds in 32 bits, too; high sums 256 * 2^8 * 2^7 = 2^23.
static inline void CT(update_row)(
    const ct_step *step, size_t h, size_t d, const int32_t *low, const int32_t *high,
    size_t inputs)
{
    const int shift = 7 + step->shift;
    const size_t start = h * step->D + d;
    const int32_t *weights = step->hidden + start;
    int32_t *result = step->new_hidden + start;
    if (step->hidden_sums != NULL) {
        for (size_t n = 0; n < inputs; n++) {
            step->hidden_sums[start + n] =
                low[n] + (high == NULL ? 0 : (int64_t)high[n] * 65536);
        }
    }
    if (high == NULL && shift <= 30) {
        const int32_t half = (int32_t)1 << (shift - 1);
        for (size_t n = 0; n < inputs; n++) {
            result[n] = CT(clamped32)(weights[n] - ((low[n] + half) >> shift), CT_WEIGHT_MAX);
        }
        return;
    }
    for (size_t n = 0; n < inputs; n++) {
        const int64_t sum = low[n] + (high == NULL ? 0 : (int64_t)high[n] * 65536);
        result[n] = (int32_t)CT(clamped)(
            weights[n] - CT(round_shift)(sum, shift), CT_WEIGHT_MAX);
    }
}

/// W1 of one block of hidden units.
static void CT(update_hidden)(const ct_step *step, size_t block)
{
    const size_t Bp = ct_padded(step->B), blocks = ct_blocks(step->H);
    int is_high = 0;
    for (size_t panel = 0; panel < Bp / CT_PANEL; panel++) {
        is_high |= step->q_is_high[panel * blocks + block];
    }
    int32_t low[CT_BLOCK * CT_TILE_COLUMNS], high[CT_BLOCK * CT_TILE_COLUMNS];
    ct_tile tile = {
        .row_stride = Bp,
        .panel_stride = Bp * CT_PANEL,
        .pair_count = Bp / 2,
    };
    for (size_t d = 0; d < step->D; d += CT_TILE_COLUMNS) {
        const size_t left = step->D - d;
        const size_t inputs = left < CT_TILE_COLUMNS ? left : CT_TILE_COLUMNS;
        const size_t panels = (inputs + CT_PANEL - 1) / CT_PANEL;
        tile.panels = step->rows + d / CT_PANEL * Bp * CT_PANEL;
        tile.limbs = step->q_low + block * CT_BLOCK * Bp;
        CT(tile)(low, &tile, panels);
        if (is_high) {
            tile.limbs = step->q_high + block * CT_BLOCK * Bp;
            CT(tile)(high, &tile, panels);
        }
        for (size_t n = 0; n < CT_BLOCK && block * CT_BLOCK + n < step->H; n++) {
            CT(update_row)(
                step, block * CT_BLOCK + n, d, low + n * CT_TILE_COLUMNS,
                is_high ? high + n * CT_TILE_COLUMNS : NULL, inputs);
        }
    }
}

/// b1 of one hidden unit. Bounds: |g1| <= 256 * 2^24 = 2^32; the sums of limbs hold in 32 bits.
static void CT(update_hidden_bias)(const ct_step *step, size_t h)
{
    const size_t Bp = ct_padded(step->B);
    int32_t low = 0, high = 0;
    for (size_t s = 0; s < Bp; s++) {
        low += step->q_low[h * Bp + s];
        high += step->q_high[h * Bp + s];
    }
    const int64_t sum = low + (int64_t)high * 65536;
    if (step->hidden_bias_sums != NULL) {
        step->hidden_bias_sums[h] = sum;
    }
    step->new_hidden_bias[h] = (int32_t)CT(clamped)(
        step->hidden_bias[h] - CT(round_shift)(sum, step->shift), CT_WEIGHT_MAX);
}

/// W2 from some hidden units to some classes. Bound: 256 * 2^16 * 2^28 = 2^52.
__attribute__((always_inline)) static inline void CT(update_output)(
    const ct_step *step, size_t h, const size_t units, size_t c, const size_t classes)
{
    const size_t Bp = ct_padded(step->B);
    CT(wide) sums[CT_UNITS][CT_CLASSES];
    for (size_t i = 0; i < units; i++) {
        for (size_t j = 0; j < classes; j++) {
            sums[i][j] = (CT(wide)){0};
        }
    }
    for (size_t s = 0; s < Bp; s += CT_LANES) {
        CT(wide) r[CT_UNITS];
        for (size_t i = 0; i < units; i++) {
            r[i] = CT(widened)(step->r + (h + i) * Bp + s);
        }
        for (size_t j = 0; j < classes; j++) {
            const CT(wide) g = CT(widened)(step->g + (c + j) * Bp + s);
            for (size_t i = 0; i < units; i++) {
                sums[i][j] += r[i] * g;
            }
        }
    }
    for (size_t i = 0; i < units; i++) {
        for (size_t j = 0; j < classes; j++) {
            const size_t place = (c + j) * step->H + h + i;
            const int64_t sum = CT(sum)(sums[i][j]);
            if (step->output_sums != NULL) {
                step->output_sums[place] = sum;
            }
            step->new_output[place] = (int32_t)CT(clamped)(
                step->output[place] - CT(round_shift)(sum, 16 + step->shift), CT_WEIGHT_MAX);
        }
    }
}

/// b2. Bound: |g2| <= 256 * 2^16 = 2^24.
static void CT(update_output_bias)(const ct_step *step)
{
    const size_t Bp = ct_padded(step->B);
    for (size_t c = 0; c < step->C; c++) {
        int32_t sum = 0;
        for (size_t s = 0; s < Bp; s++) {
            sum += step->g[c * Bp + s];
        }
        if (step->output_bias_sums != NULL) {
            step->output_bias_sums[c] = sum;
        }
        step->new_output_bias[c] = (int32_t)CT(clamped)(
            step->output_bias[c] - CT(round_shift)(sum, step->shift), CT_WEIGHT_MAX);
    }
}

static void CT(update)(const ct_step *step, size_t block_start, size_t block_end)
{
    for (size_t block = block_start; block < block_end; block++) {
        CT(update_hidden)(step, block);
        const size_t end = (block + 1) * CT_BLOCK;
        size_t h = block * CT_BLOCK;
        for (; h + CT_UNITS <= step->H && h < end; h += CT_UNITS) {
            size_t c = 0;
            for (; c + CT_CLASSES <= step->C; c += CT_CLASSES) {
                CT(update_output)(step, h, CT_UNITS, c, CT_CLASSES);
            }
            for (; c < step->C; c++) {
                CT(update_output)(step, h, CT_UNITS, c, 1);
            }
        }
        for (; h < step->H && h < end; h++) {
            for (size_t c = 0; c < step->C; c++) {
                CT(update_output)(step, h, 1, c, 1);
            }
        }
        for (h = block * CT_BLOCK; h < step->H && h < end; h++) {
            CT(update_hidden_bias)(step, h);
        }
    }
    if (block_start == 0 && block_end > 0) {
        CT(update_output_bias)(step);
    }
}
