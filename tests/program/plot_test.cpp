// Figures: the file is whole, describes itself, carries its data, and knows light and dark.
#include "nn/program/plot.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "nn/data/csv.hpp"
#include "nn/data/file.hpp"
#include "nn/data/input_error.hpp"
#include "nn/program/contour.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/scratch_folder.hpp"

using namespace nn;
using namespace nn::test;

namespace {

Figure small_figure() {
  Figure figure("Rise & fall of x < 1", "A line that rises from 0 to 1, \"slowly\".");
  figure.x_axis("time (s)").y_axis("height_m").line("don't, ever", {0, 1}, {0.1, 1.0 / 3});
  return figure;
}

std::string between(const std::string& text, const std::string& begin, const std::string& end) {
  const std::size_t from = text.find(begin);
  const std::size_t to = text.find(end, from);
  if (from == std::string::npos || to == std::string::npos) return "(not found: " + begin + ")";
  return text.substr(from + begin.size(), to - from - begin.size());
}

/// How far below the top of the drawing a text stands; NaN where it is not there.
double height_of(const std::string& text, const std::string& svg) {
  const std::size_t at = svg.find(">" + text + "<", svg.find("gnuplot_canvas"));
  if (at == std::string::npos) return std::nan("");
  const std::size_t comma = svg.find(',', svg.rfind("translate(", at));
  return std::strtod(svg.c_str() + comma + 1, nullptr);
}

std::string drawn(const Figure& figure) {
  const ScratchFolder folder;
  figure.write(folder.file("f.svg"));
  EXPECT_EQ(folder.names(), std::vector<std::string>{"f.svg"});
  return read_file(folder.file("f.svg"));
}

bool gnuplot_is_here() { return std::system("gnuplot --version >/dev/null 2>&1") == 0; }

}  // namespace

/// Tests that draw need gnuplot, as readers who want figures do.
class Drawing : public testing::Test {
 protected:
  void SetUp() override {
    if (!gnuplot_is_here()) GTEST_SKIP() << "gnuplot is not installed";
  }
};

TEST_F(Drawing, DescribesItself) {
  const std::string svg = drawn(small_figure());
  EXPECT_NE(svg.find("role=\"img\""), std::string::npos);
  EXPECT_EQ(between(svg, "<title>", "</title>"), "Rise &amp; fall of x &lt; 1");
  EXPECT_EQ(between(svg, "<desc>", "</desc>"), "A line that rises from 0 to 1, \"slowly\".");
  EXPECT_NE(svg.find("height_m"), std::string::npos) << "an underscore is an underscore";
  EXPECT_NE(svg.find("don't, ever</"), std::string::npos);
  EXPECT_EQ(svg.find("<title>", svg.find("</title>")), std::string::npos) << "one title";
}

TEST_F(Drawing, CarriesItsDataAsCsv) {
  Figure figure("t", "d.");
  figure.line("a, \"b\"", {0, 1}, {-0.0, 1.0 / 3}).points("p & q", {1e-7}, {123456789});
  figure.arrow("w", {0, 0}, {3, 4}).text(" here", 1, 2).guide("one", {0, 1}, {1, 1});
  const CsvTable table = parse_csv(between(drawn(figure), "<metadata>\n", "</metadata>"), "svg");
  EXPECT_EQ(table.header, (std::vector<std::string>{"series", "x", "y"}));
  EXPECT_EQ(table.rows,
            (std::vector<std::vector<std::string>>{{"a, \"b\"", "0", "0"},
                                                   {"a, \"b\"", "1", "0.333333"},
                                                   {"p &amp; q", "1e-07", "1.23457e+08"},
                                                   {"w", "0", "0"},
                                                   {"w", "3", "4"},
                                                   {" here", "1", "2"},
                                                   {"one", "0", "1"},
                                                   {"one", "1", "1"}}));
}

TEST_F(Drawing, EveryColourHasARuleForDarkPages) {
  Figure figure("t", "d.");
  for (int i = 0; i < 6; ++i) figure.line("line " + std::to_string(i), {0, 1}, {0, 1.0 + i});
  figure.points("points", {1}, {1}).region("region", {0, 1, 1}, {0, 0, 1});
  figure.arrow("arrow", {0, 0}, {1, 2}).text("text", 1, 1).guide("guide", {0, 1}, {1, 1});
  const std::string svg = drawn(figure);
  const std::string dark = between(svg, "prefers-color-scheme: dark", "</style>");
  const std::string body = svg.substr(svg.find("gnuplot_canvas"));
  EXPECT_EQ(body.find("rgb("), std::string::npos);
  EXPECT_EQ(body.find("black"), std::string::npos);
  std::size_t colours = 0;
  for (std::size_t at = body.find('#'); at != std::string::npos; at = body.find('#', at + 1)) {
    if (body.compare(at, 3, "#gp") == 0) continue;  // a reference to a marker
    const std::string colour = body.substr(at, 7);
    EXPECT_NE(dark.find("\"" + colour + "\""), std::string::npos) << colour;
    ++colours;
  }
  EXPECT_GT(colours, 20);
}

TEST_F(Drawing, EveryKindAndEveryLegendIsAcceptedByGnuplot) {
  for (const Legend legend : {Legend::above, Legend::top_left, Legend::top_right,
                              Legend::bottom_left, Legend::bottom_right, Legend::none}) {
    Figure figure("t", "d.");
    figure.legend(legend).equal_scales().x_range(0.1, 4).y_range(0.1, 3);
    figure.line("1", {1, 2}, {1, 2}).marked_line("2", {1, 2}, {1, 3}).points("3", {1}, {1});
    figure.steps("4", {1, 2}, {1, 3}).impulses("5", {1, 2}, {1, 3});
    figure.region("6", {1, 2, 2}, {1, 1, 2}).guide("7", {1, 2}, {2, 2});
    figure.arrow("8", {1, 1}, {2, 2}).text("9", 1, 1);
    figure.contours("10", {1, 2}, {1, 2}, [](double x, double y) { return x * y; }, {2});
    EXPECT_NE(drawn(figure).find("</svg>"), std::string::npos);
  }
}

// gnuplot leaves out what has no room above the plot, and sets it over the title before that.
TEST_F(Drawing, TheLegendAboveHasRoomBelowTheTitle) {
  for (const std::size_t width : {1U, 4U, 6U, 7U, 9U, 13U, 20U, 30U, 50U}) {
    for (const int entries : {1, 2, 3, 4, 5, 6}) {
      SCOPED_TRACE(std::to_string(entries) + " names of " + std::to_string(width) + " letters");
      Figure figure("title", "d.");
      std::vector<std::string> names;
      for (int i = 0; i < entries; ++i) {
        names.push_back(std::string(width - 1, 'x') + static_cast<char>('A' + i));
        figure.line(names.back(), {0, 1}, {0, 1});
      }
      const std::string svg = drawn(figure);
      for (const std::string& name : names) {
        EXPECT_GT(height_of(name, svg), height_of("title", svg) + 15) << name;
      }
    }
  }
}

TEST_F(Drawing, LogarithmicAxesSpaceACurveEvenly) {
  Figure figure("t", "d.");
  figure.x_axis("x", Scale::logarithmic).y_axis("y", Scale::logarithmic);
  figure.curve(
      "square", 1e-2, 1e2, [](double x) { return x * x; }, Colour::next, 5);
  const CsvTable table = parse_csv(between(drawn(figure), "<metadata>\n", "</metadata>"), "svg");
  EXPECT_EQ(table.rows[1], (std::vector<std::string>{"square", "0.1", "0.01"}));
  EXPECT_EQ(table.rows[4], (std::vector<std::string>{"square", "100", "10000"}));
}

TEST_F(Drawing, NothingAppearsWhereItCannotBeWritten) {
  const ScratchFolder folder;
  const std::string path = folder.file("missing/f.svg");
  const std::string message = message_of<InputError>([&] { small_figure().write(path); });
  EXPECT_TRUE(says(message, {path.c_str(), "cannot be written"})) << message;
  EXPECT_TRUE(folder.names().empty());
}

TEST(Figure, NamesThePackageWhereGnuplotIsMissing) {
  const ScratchFolder folder;
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", folder.path().c_str(), 1);
  const std::string message =
      message_of<InputError>([&] { small_figure().write(folder.file("f.svg")); });
  ::setenv("PATH", path.c_str(), 1);
  EXPECT_TRUE(says(message, {"gnuplot", "not installed", "gnuplot-nox"})) << message;
  EXPECT_TRUE(folder.names().empty());
}

TEST(Figure, SaysWhereGnuplotFailed) {
  const ScratchFolder folder;
  folder.write("gnuplot", "#!/bin/sh\necho 'no such terminal' >&2\nexit 1\n");
  std::filesystem::permissions(folder.file("gnuplot"), std::filesystem::perms::owner_all);
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", (folder.path() + ":" + path).c_str(), 1);
  const std::string message =
      message_of<InputError>([&] { small_figure().write(folder.file("f.svg")); });
  ::setenv("PATH", path.c_str(), 1);
  EXPECT_TRUE(says(message, {"gnuplot failed", "no such terminal"})) << message;
  EXPECT_EQ(folder.names(), std::vector<std::string>{"gnuplot"});
}

TEST(Figure, RefusesWhatCannotBeDrawn) {
  const ScratchFolder folder;
  const std::string path = folder.file("f.svg");
  EXPECT_THROW(Figure("", "d."), std::invalid_argument);
  EXPECT_THROW(Figure("t", ""), std::invalid_argument);
  EXPECT_THROW(Figure("t", "d.").line("a", {1, 2}, {1}), std::invalid_argument);
  EXPECT_THROW(Figure("t", "d.").line("a", {}, {}), std::invalid_argument);
  EXPECT_THROW(Figure("t", "d.").line("", {1}, {1}), std::invalid_argument);
  EXPECT_THROW(Figure("t", "d.").x_range(2, 1), std::invalid_argument);
  EXPECT_THROW(Figure("t", "d.").write(path), std::invalid_argument) << "no series";
  const std::string infinite = message_of<std::invalid_argument>(
      [&] { Figure("t", "d.").line("a", {1}, {INFINITY}).write(path); });
  EXPECT_TRUE(says(infinite, {"series a", "inf"})) << infinite;
  const std::string negative = message_of<std::invalid_argument>(
      [&] { Figure("t", "d.").y_axis("y", Scale::logarithmic).points("a", {1}, {0}).write(path); });
  EXPECT_TRUE(says(negative, {"series a", "cannot be drawn"})) << negative;
}

TEST(LevelCurve, LiesOnTheLevelOfALinearFunction) {
  property([](Check& check) {
    const double a = *gaussian().as("a");
    const double b = *gaussian().as("b");
    const auto f = [&](double x, double y) { return a * x + b * y; };
    const double level = *uniform(-0.5, 0.5) * (std::fabs(a) + std::fabs(b));
    for (const auto& segment : level_curve(f, level, {-1, 1}, {-1, 1}, 7)) {
      check.holds(segment.size() == 2, "a segment has two ends");
      for (const auto& [x, y] : segment) check.agree(f(x, y), level, 20 * epsilon);
    }
  });
}

TEST(LevelCurve, OfASquaredRadiusIsACircleOfItsLength) {
  const auto f = [](double x, double y) { return x * x + y * y; };
  double length = 0;
  for (const auto& segment : level_curve(f, 1, {-2, 2}, {-2, 2}, 80)) {
    length +=
        std::hypot(segment[1].first - segment[0].first, segment[1].second - segment[0].second);
    for (const auto& [x, y] : segment) EXPECT_NEAR(std::hypot(x, y), 1, 1e-3);
  }
  EXPECT_NEAR(length, 2 * std::acos(-1.0), 2e-2);
}

TEST(LevelCurve, IsEmptyWhereTheLevelIsNotReached) {
  EXPECT_TRUE(level_curve([](double, double) { return 3.0; }, 1, {0, 1}, {0, 1}, 4).empty());
  EXPECT_TRUE(level_curve([](double, double) { return 1.0; }, 1, {0, 1}, {0, 1}, 4).empty());
}
