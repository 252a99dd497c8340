// The table of a network's parameters: written, read back, and refused where it does not fit.
#include "nn/program/parameter_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "nn/data/input_error.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/scratch_folder.hpp"

using namespace nn;
using namespace nn::test;

namespace {

const std::string header = "layer,parameter,row,column,value\n";

/// What is said of this table, for a network of 1 input, 2 units and 1 output.
std::string refusal(const std::string& text) {
  const ScratchFolder folder;
  const std::string path = folder.write("theta.csv", text);
  return message_of<InputError>(
      [&] { read_parameters(path, network_of(1, {2}, Activation::relu, 1)); });
}

}  // namespace

TEST(ParameterTable, ComesBackInAnyOrder) {
  property([](Check& check) {
    const std::size_t d = *dimension(1, 4).as("inputs");
    const Network network = network_of(d, {d + 1}, Activation::sigmoid, d + 2);
    const Vector<double> theta = *gaussian_vector(parameter_count(network)).as("theta");
    const std::string text = parameter_table(network, {{"value", theta}});
    std::vector<std::string> lines;
    for (std::size_t from = header.size(); from < text.size();) {
      const std::size_t end = text.find('\n', from);
      lines.push_back(text.substr(from, end + 1 - from));
      from = end + 1;
    }
    check.holds(text.substr(0, header.size()) == header, "the header");
    std::rotate(lines.begin(),
                lines.begin() + static_cast<std::ptrdiff_t>(*dimension(0, lines.size() - 1)),
                lines.end());
    std::string turned = header;
    for (const std::string& line : lines) turned += line;
    const ScratchFolder folder;
    const Vector<double> read = read_parameters(folder.write("theta.csv", turned), network);
    check.agree(read, theta, 0);
  });
}

TEST(ParameterTable, NamesLayersInputsAndUnits) {
  const Network network = network_of(1, {2}, Activation::relu, 1);
  EXPECT_EQ(parameter_table(network, {{"a", vector<double>({1, 2, 3, 4, 5, 6, 7})},
                                      {"b", vector<double>({-1, -2, -3, -4, -5, -6, -7})}}),
            "layer,parameter,row,column,a,b\n"
            "1,weight,1,1,1,-1\n1,weight,1,2,2,-2\n1,bias,,1,3,-3\n1,bias,,2,4,-4\n"
            "2,weight,1,1,5,-5\n2,weight,2,1,6,-6\n2,bias,,1,7,-7\n");
  EXPECT_EQ(parameter_places(network)[1].name(), "W1(1,2)");
  EXPECT_EQ(parameter_places(network)[3].name(), "b1(2)");
}

TEST(ParameterTable, RefusesWhatDoesNotFit) {
  const std::string all =
      "1,weight,1,1,1\n1,weight,1,2,2\n1,bias,,1,3\n1,bias,,2,4\n"
      "2,weight,1,1,5\n2,weight,2,1,6\n";
  EXPECT_TRUE(says(refusal(header + all),
                   {"theta.csv", "1 of 7 parameters are missing", "layer 2, bias, column 1"}));
  EXPECT_TRUE(
      says(refusal(header + all + "2,bias,,2,7\n"),
           {"line 8", "layer 2, bias, column 2", "no parameter of this network", "1 to 2 to 1"}));
  EXPECT_TRUE(says(refusal(header + all + "2,weight,2,1,7\n"), {"line 8", "came before"}));
  EXPECT_TRUE(says(refusal(header + all + "2,bias,,1,seven\n"),
                   {"line 8", "column 'value'", "'seven' is no finite number"}));
  EXPECT_TRUE(says(refusal("layer,row,column,value\n1,1,1,1\n"), {"parameter"}));
}
