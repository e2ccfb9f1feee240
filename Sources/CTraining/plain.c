#include "ctraining.h"
