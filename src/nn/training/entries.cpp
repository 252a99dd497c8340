// The loops themselves are compiled in entries_portable.cpp, entries_avx2.cpp and
// entries_avx512.cpp.
#include <tuple>
#include <type_traits>

#include "nn/training/entry_loops.hpp"

namespace nn::fast {

template <class Rule, class... Entry>
void for_each_entry(Instructions instructions, const Rule& rule, std::size_t count,
                    Entry*... entries) {
  using T = std::remove_const_t<std::tuple_element_t<0, std::tuple<Entry...>>>;
#ifdef NN_X86
  if (instructions == Instructions::avx512) {
    return EntryLoops<Instructions::avx512, T>::run(rule, count, entries...);
  }
  if (instructions == Instructions::avx2) {
    return EntryLoops<Instructions::avx2, T>::run(rule, count, entries...);
  }
#else
  (void)instructions;
#endif
  EntryLoops<Instructions::portable, T>::run(rule, count, entries...);
}

template void for_each_entry(Instructions, const Sum<float>&, std::size_t, float*, const float*);
template void for_each_entry(Instructions, const Decay<float>&, std::size_t, float*);
template void for_each_entry(Instructions, const GradientStep<float>&, std::size_t, float*,
                             const float*);
template void for_each_entry(Instructions, const MomentumStep<float>&, std::size_t, float*,
                             const float*, float*);
template void for_each_entry(Instructions, const NesterovStep<float>&, std::size_t, float*,
                             const float*, float*);
template void for_each_entry(Instructions, const AdamStep<float>&, std::size_t, float*,
                             const float*, float*, float*);
template void for_each_entry(Instructions, const Sum<double>&, std::size_t, double*, const double*);
template void for_each_entry(Instructions, const Decay<double>&, std::size_t, double*);
template void for_each_entry(Instructions, const GradientStep<double>&, std::size_t, double*,
                             const double*);
template void for_each_entry(Instructions, const MomentumStep<double>&, std::size_t, double*,
                             const double*, double*);
template void for_each_entry(Instructions, const NesterovStep<double>&, std::size_t, double*,
                             const double*, double*);
template void for_each_entry(Instructions, const AdamStep<double>&, std::size_t, double*,
                             const double*, double*, double*);

}  // namespace nn::fast
