#include "nn/scalar/instructions.hpp"

namespace nn::fast {

Instructions best_instructions() {
#ifdef NN_X86
  static const Instructions best = __builtin_cpu_supports("avx512dq") != 0 ? Instructions::avx512
                                   : __builtin_cpu_supports("avx2") != 0   ? Instructions::avx2
                                                                           : Instructions::portable;
  return best;
#else
  return Instructions::portable;
#endif
}

}  // namespace nn::fast
