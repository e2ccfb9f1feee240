/// A step of training a classifier with a hidden layer, in integers, exact. No allocation and no
/// floating point.
///
/// A step is four operations: pack, forward, (softmax by the caller), gradients, update. Each works
/// on a range of its own, so that threads may share it, and waits for the one before it. Every
/// variant gives the same integers.
///
/// Shape letters: D inputs, H hidden units, C classes, B samples of a batch, each 1 to 256.
#ifndef CTRAINING_H
#define CTRAINING_H

#include <stddef.h>
#include <stdint.h>

#if !defined(__clang__)
// Other compilers, which build these kernels for tests only, do not know them.
#define _Nonnull
#define _Nullable
#endif

/// Samples come in panels of this many, and so do inputs.
#define CT_PANEL 16
/// Hidden units come in blocks of this many.
#define CT_BLOCK 8
/// The clamp of weights, and of hidden sums and logits.
#define CT_WEIGHT_MAX ((int32_t)1 << 23)
#define CT_ACTIVATION_MAX ((int32_t)1 << 28)

/// A step and the room that it works in. Bounds: every weight within CT_WEIGHT_MAX.
///
/// Bp is B, Hp is H, each filled up to whole panels and blocks; Dq is D filled up to pairs.
typedef struct {
    size_t D, H, C, B;
    /// b + k of the plan, 1 to 40.
    int shift;
    /// W1 [H][D], b1 [H], W2 [C][H], b2 [C], Q16.
    const int32_t *_Nonnull hidden;
    const int32_t *_Nonnull hidden_bias;
    const int32_t *_Nonnull output;
    const int32_t *_Nonnull output_bias;
    /// [N][D + 1]: bytes of samples, each with its label behind it, below C.
    const uint8_t *_Nonnull samples;
    /// [B]: places in samples, below N.
    const int64_t *_Nonnull batch;

    /// Room: W1 = low + 2^16 high, [Hp][Dq] each, by pack.
    int16_t *_Nonnull hidden_low;
    int16_t *_Nonnull hidden_high;
    /// [Hp / CT_BLOCK]: whether a block has a high limb that is not 0.
    uint8_t *_Nonnull hidden_is_high;
    /// x - 128, by forward: [Bp / 16][Dq / 2][16 samples][2 inputs], and
    /// [D / 16, rounded up][Bp / 2][16 inputs][2 samples].
    int16_t *_Nonnull columns;
    int16_t *_Nonnull rows;
    /// a, r [H][Bp], by forward; a only where it is wanted.
    int32_t *_Nullable a;
    int32_t *_Nonnull r;
    /// z, p [B][C], by forward and by the caller.
    int64_t *_Nonnull z;
    int32_t *_Nonnull p;
    /// g [C][Bp], by gradients: 0 where there is no sample.
    int32_t *_Nonnull g;
    /// q = low + 2^16 high, [Hp][Bp] each, by gradients.
    int16_t *_Nonnull q_low;
    int16_t *_Nonnull q_high;
    /// [Bp / 16][Hp / CT_BLOCK]: whether a block of a panel has a high limb that is not 0.
    uint8_t *_Nonnull q_is_high;

    /// The weights after the step, by update.
    int32_t *_Nonnull new_hidden;
    int32_t *_Nonnull new_hidden_bias;
    int32_t *_Nonnull new_output;
    int32_t *_Nonnull new_output_bias;
    /// G1 [H][D], g1 [H], G2 [C][H], g2 [C], all of them or none.
    int64_t *_Nullable hidden_sums;
    int64_t *_Nullable hidden_bias_sums;
    int64_t *_Nullable output_sums;
    int64_t *_Nullable output_bias_sums;
} ct_step;

/// The operations of one variant. All are pure but for what they write; none keeps anything.
typedef struct {
    const char *_Nonnull name;
    /// Blocks of hidden units: their weights in limbs.
    void (*_Nonnull pack)(const ct_step *_Nonnull step, size_t block_start, size_t block_end);
    /// Panels of samples: to their logits.
    void (*_Nonnull forward)(const ct_step *_Nonnull step, size_t panel_start, size_t panel_end);
    /// Panels of samples: from their probabilities to g and q.
    void (*_Nonnull gradients)(const ct_step *_Nonnull step, size_t panel_start, size_t panel_end);
    /// Blocks of hidden units: all weights to and from them. The first block has b2 beside it.
    void (*_Nonnull update)(const ct_step *_Nonnull step, size_t block_start, size_t block_end);
} ct_kernels;

/// The variants that this machine can run, the fastest first; null behind the last.
const ct_kernels *_Nullable ct_usable_kernels(size_t index);

#endif
