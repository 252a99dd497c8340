#include "nn/data/book_file.hpp"

namespace nn {

std::string book_file(const std::string& place) { return NN_BOOK_FOLDER "/" + place; }

}  // namespace nn
