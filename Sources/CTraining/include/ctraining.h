#ifndef CTRAINING_H
#define CTRAINING_H

#include <stdint.h>

#endif
