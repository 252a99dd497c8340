// Compiled with -mavx512dq, for the processors that have it: best_instructions() knows.
#ifdef NN_X86

#include "nn/training/entries_body.hpp"

namespace nn::fast {

template struct EntryLoops<Instructions::avx512, float>;
template struct EntryLoops<Instructions::avx512, double>;

}  // namespace nn::fast

#endif
