/// libsecp256k1 as Debian and others install it, with its module for recoverable signatures.
#ifndef GLYPHLAB_CSECP256K1_SHIM_H
#define GLYPHLAB_CSECP256K1_SHIM_H

#include <secp256k1.h>
#include <secp256k1_recovery.h>

/// The library's context for all that needs no secret: a variable there, though nobody writes it.
static inline const secp256k1_context *csecp256k1_context(void)
{
    return secp256k1_context_static;
}

#endif
