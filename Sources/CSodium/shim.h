/// libsodium as Debian and others install it; of it, Ed25519.
#ifndef GLYPHLAB_CSODIUM_SHIM_H
#define GLYPHLAB_CSODIUM_SHIM_H

#include <sodium.h>

#endif
