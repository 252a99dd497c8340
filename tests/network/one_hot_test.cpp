// Classes as rows of targets, and back.
#include "nn/network/one_hot.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <limits>
#include <string>
#include <vector>

#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

std::vector<std::size_t> draw_classes(std::size_t n, std::size_t count) {
  std::vector<std::size_t> classes(n);
  for (std::size_t& c : classes) c = *dimension(0, count - 1).as("class");
  return classes;
}

template <class T>
void comes_back(Check& check) {
  const std::size_t count = *dimension(1, 6).as("K");
  const std::vector<std::size_t> classes = draw_classes(*dimension(0, 6).as("n"), count);
  const Matrix<T> Y = one_hot<T>(classes, count);
  check.holds(Y.size1() == classes.size() && Y.size2() == count, "its shape");
  for (std::size_t i = 0; i < classes.size(); ++i) {
    for (std::size_t k = 0; k < count; ++k) {
      check.holds(Y(i, k) == T(k == classes[i] ? 1 : 0), "a 1 in the place of the class, else 0");
    }
  }
  check.holds(classes_of(Y) == classes, "and back");
}

}  // namespace

TEST(OneHot, RowsTellTheirClass) {
  property([](Check& check) {
    comes_back<double>(check);
    comes_back<float>(check);
    comes_back<std::complex<double>>(check);
  });
}

TEST(OneHot, ClassThatIsNotThereIsRefusedByItsSample) {
  property([](Check& check) {
    const std::size_t count = *dimension(1, 5).as("K");
    std::vector<std::size_t> classes = draw_classes(*dimension(1, 6).as("n"), count);
    const std::size_t i = *dimension(0, classes.size() - 1).as("i");
    classes[i] = count + *dimension(0, 3);
    const std::string message =
        message_of<std::domain_error>([&] { one_hot<double>(classes, count); });
    const std::string expected = "one_hot: sample " + std::to_string(i + 1) + " has class " +
                                 std::to_string(classes[i]) + " of " + std::to_string(count);
    check.holds(message == expected, message);
  });
}

// Of small whole numbers, some of them equal, and of any numbers, all of them negative at times.
TEST(OneHot, ClassIsThePlaceOfTheLargestEntryAndOfSeveralTheFirst) {
  property([](Check& check) {
    const std::size_t n = *dimension(1, 5).as("n");
    const std::size_t count = *dimension(1, 6).as("K");
    Matrix<double> Y = *gaussian_matrix(n, count).as("Y");
    const double shift = *rc::gen::element(-6.0, 0.0, 6.0).as("shift");
    const bool is_whole = *label().as("is whole") == 1;
    for (double& y : Y.data()) y = shift + (is_whole ? std::round(y) : y);
    const std::vector<std::size_t> classes = classes_of(Y);
    check.holds(classes.size() == n, "a class for each row");
    for (std::size_t i = 0; i < n; ++i) {
      check.holds(classes[i] < count, "one of the classes");
      for (std::size_t k = 0; k < count; ++k) {
        check.holds(Y(i, k) <= Y(i, classes[i]), "none is larger");
        check.holds(k >= classes[i] || Y(i, k) < Y(i, classes[i]), "none before it is as large");
      }
    }
    const Matrix<double> empty(n, 0);
    const std::string message = message_of<ShapeError>([&] { classes_of(empty); });
    check.holds(says(message, {"classes_of", "no classes"}), message);
  });
}
