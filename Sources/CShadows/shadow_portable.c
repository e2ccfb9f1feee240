#define CS_NAME "portable"
#define CS_TABLE cs_kernels_portable

#include "shadow_template.h"
