// Compiled for what every processor of this kind has.

#include "nn/training/entries_body.hpp"

namespace nn::fast {

template struct EntryLoops<Instructions::portable, float>;
template struct EntryLoops<Instructions::portable, double>;

}  // namespace nn::fast
