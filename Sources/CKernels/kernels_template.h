/// The kernels of one variant, but for its tile: included by each kernels_<variant>.c, which has
/// defined CK(name) to give names their suffix and, before this, CK(tile) and CK(peak); or
/// CK_LIMB_BITS as 8 and the operations on tiles, which byte_product_template.h names. Where
/// CK_WIDE_LOOPS is defined, loops over elements are in vectors of 512 bits.

#include "limbs.h"

#include "elements_template.h"
#if defined(CK_WIDE_LOOPS)
#include "wide_loops_template.h"
#include "wide_limbs_template.h"
#else
#include "plain_loops_template.h"
#endif
#include "norm_template.h"
#if defined(CK_LIMB_BITS)
#include "byte_product_template.h"
#else
#define CK_LIMB_BITS 16
#include "product_template.h"
#endif
#include "attention_template.h"
#if CK_LIMB_BITS == 16
#include "chain_template.h"
#endif

const ck_kernels CK(kernels) = {
    .name = CK_NAME,
    .limb_bits = CK_LIMB_BITS,
    .gelu = CK(gelu_all),
    .add_clamped = CK(add_clamped),
    .layer_norm = CK(layer_norm),
    .rms_norm = CK(rms_norm),
    .rotate = CK(rotate),
    .swiglu = CK(swiglu),
    .operand_magnitude = CK(operand_magnitude),
    .tile_count = CK(tile_count),
    .tile_bytes = CK(tile_bytes),
    .cut = CK(cut),
    .product = CK(product),
    .peak = CK(peak),
    .peak_products = CK_PEAK_PRODUCTS,
    .softmax_rows = CK(softmax_rows),
    .attention_operands = CK(attention_operands),
    .attention = CK(attention),
#if CK_LIMB_BITS == 16
    .attention_chain = CK(attention_chain),
    .chain_room = CK(chain_room),
#endif
};
