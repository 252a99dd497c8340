#pragma once

/// \file
/// Figures: SVG drawn by gnuplot, legible on light and dark pages, and carrying their own data.

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace nn {

/// How an axis spaces its numbers.
enum class Scale { linear, logarithmic };

/// Where the legend stands: above the plot, where it hides nothing, in a corner that the data
/// leaves free, or nowhere, where texts beside the curves say it better.
enum class Legend { above, top_left, top_right, bottom_left, bottom_right, none };

/// The colours of series: easy to tell apart with every kind of colour vision, on light and on
/// dark. `next` takes the first that no earlier series of the figure has taken.
enum class Colour { blue, vermilion, green, purple, gold, grey, next };

/// A figure of one plot. Give it its series in the order in which they are to be drawn, then write
/// it:
///
///     Figure figure("The sigmoid saturates", "An S-shaped curve that rises from 0 to 1 ...");
///     figure.x_axis("z").y_axis("σ(z)");
///     figure.curve("σ(z)", -8, 8, [](double z) { return sigmoid(z); });
///     figure.write("sigmoid.svg");
///
/// Text is UTF-8 and stands as it is given. Every series has a name: the legend shows it, and the
/// file carries all points under it, as CSV in the SVG's `metadata` element with the header
/// `series,x,y` and 6 significant digits. A text has one such row, an arrow two, tail and head.
///
/// Every coordinate must be finite, and above 0 on a logarithmic axis: a point that cannot be drawn
/// makes write() throw std::invalid_argument, naming the series.
class Figure {
 public:
  /// \param title stands above the figure
  /// \param description what a reader who cannot see it should know, in a sentence or more
  /// \throws std::invalid_argument if either is empty
  Figure(std::string title, std::string description);

  /// The quantity along the horizontal axis with its unit: "flipper length (mm)".
  Figure& x_axis(std::string label, Scale scale = Scale::linear);

  /// The same for the vertical axis.
  Figure& y_axis(std::string label, Scale scale = Scale::linear);

  /// The part of the horizontal axis that is shown; without it, what the data needs.
  ///
  /// \throws std::invalid_argument unless lowest < highest
  Figure& x_range(double lowest, double highest);

  /// The same for the vertical axis.
  Figure& y_range(double lowest, double highest);

  /// One unit is as long on both axes: right angles look right.
  Figure& equal_scales();

  /// Where the names of the series stand; above the plot, unless this says otherwise.
  Figure& legend(Legend position);

  /// A line through the points. Like all that take x and y it throws std::invalid_argument unless
  /// there are as many y as x, and at least one.
  Figure& line(const std::string& name, const std::vector<double>& x, const std::vector<double>& y,
               Colour colour = Colour::next);

  /// A line through the points, with a marker on each.
  Figure& marked_line(const std::string& name, const std::vector<double>& x,
                      const std::vector<double>& y, Colour colour = Colour::next);

  /// y = f(x) from `lowest` to `highest`, evaluated at `count` values of x that the axis' scale
  /// spaces evenly. Set the axis first.
  Figure& curve(const std::string& name, double lowest, double highest,
                const std::function<double(double)>& f, Colour colour = Colour::next,
                std::size_t count = 201);

  /// A marker at each point.
  Figure& points(const std::string& name, const std::vector<double>& x,
                 const std::vector<double>& y, Colour colour = Colour::next);

  /// A staircase: each y holds from its x to the next.
  Figure& steps(const std::string& name, const std::vector<double>& x, const std::vector<double>& y,
                Colour colour = Colour::next);

  /// A vertical line from the axis to each point.
  Figure& impulses(const std::string& name, const std::vector<double>& x,
                   const std::vector<double>& y, Colour colour = Colour::next);

  /// The inside of a polygon, shaded so that what is drawn later stays visible.
  Figure& region(const std::string& name, const std::vector<double>& x,
                 const std::vector<double>& y, Colour colour = Colour::next);

  /// The level curves f(x, y) = level over a rectangle, all in one colour, from f on a grid of
  /// `count` by `count` cells between whose corners it is taken to be linear.
  Figure& contours(const std::string& name, std::pair<double, double> x_range,
                   std::pair<double, double> y_range,
                   const std::function<double(double, double)>& f,
                   const std::vector<double>& levels, Colour colour = Colour::grey,
                   std::size_t count = 60);

  /// A thin dashed line for orientation: an asymptote, a bound. It has no place in the legend.
  Figure& guide(const std::string& name, const std::vector<double>& x,
                const std::vector<double>& y);

  /// A vector from its tail to its head.
  Figure& arrow(const std::string& name, std::pair<double, double> tail,
                std::pair<double, double> head, Colour colour = Colour::next);

  /// A text that begins at the point.
  Figure& text(const std::string& words, double x, double y);

  /// Draws the figure into an SVG file, which appears whole or not at all.
  ///
  /// \throws InputError if gnuplot is not there, fails, or the file cannot be written.
  void write(const std::string& path) const;

 private:
  enum class Kind {
    line,
    marked_line,
    points,
    steps,
    impulses,
    region,
    contours,
    guide,
    arrow,
    text
  };
  using Points = std::vector<std::pair<double, double>>;

  struct Series {
    Kind kind;
    std::string name;
    Colour colour;
    std::vector<Points> pieces;  ///< drawn without a line from one to the next
  };
  struct Axis {
    std::string label;
    Scale scale = Scale::linear;
    std::string range = "[*:*]";
  };

  Figure& add(Kind kind, const std::string& name, const std::vector<double>& x,
              const std::vector<double>& y, Colour colour);
  Figure& add(Kind kind, const std::string& name, std::vector<Points> pieces, Colour colour);
  Colour resolved(Colour colour);
  void require_drawable() const;
  std::size_t legend_rows() const;
  std::string script() const;
  std::string data_as_csv() const;
  std::string finished(const std::string& drawing) const;

  std::string title_;
  std::string description_;
  Axis x_axis_;
  Axis y_axis_;
  Legend legend_ = Legend::above;
  bool equal_scales_ = false;
  std::size_t colours_taken_ = 0;
  std::vector<Series> series_;
};

}  // namespace nn
