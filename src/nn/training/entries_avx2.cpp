// Compiled with -mavx2, for the processors that have it: best_instructions() knows.
#ifdef NN_X86

#include "nn/training/entries_body.hpp"

namespace nn::fast {

template struct EntryLoops<Instructions::avx2, float>;
template struct EntryLoops<Instructions::avx2, double>;

}  // namespace nn::fast

#endif
