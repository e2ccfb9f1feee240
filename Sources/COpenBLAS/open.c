#include "COpenBLAS.h"

#include <dlfcn.h>
#include <stddef.h>

static const char *const library_names[] = {
    "libopenblas.so.0",
    "libopenblas.0.dylib",
    "/opt/homebrew/opt/openblas/lib/libopenblas.0.dylib",
};

static cob_functions functions;

const cob_functions *cob_open(void)
{
    void *library = NULL;
    for (size_t i = 0; library == NULL && i < sizeof library_names / sizeof *library_names; i++) {
        library = dlopen(library_names[i], RTLD_NOW | RTLD_LOCAL);
    }
    if (library == NULL) {
        return NULL;
    }
    void (*set_thread_count)(int) = (void (*)(int))dlsym(library, "openblas_set_num_threads");
    *(void **)&functions.dgemm = dlsym(library, "cblas_dgemm");
    *(void **)&functions.sgemm = dlsym(library, "cblas_sgemm");
    *(void **)&functions.config = dlsym(library, "openblas_get_config");
    if (!set_thread_count || !functions.dgemm || !functions.sgemm || !functions.config) {
        dlclose(library);
        return NULL;
    }
    // Our own threads split the prompts; a second layer of threads would only fight with them.
    set_thread_count(1);
    return &functions;
}
