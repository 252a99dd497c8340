#include "nn/program/plot.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <sstream>
#include <stdexcept>

#include "nn/data/csv.hpp"
#include "nn/data/file.hpp"
#include "nn/data/number.hpp"
#include "nn/data/utf8.hpp"
#include "nn/program/contour.hpp"
#include "nn/program/gnuplot.hpp"

namespace nn {

namespace {

/// A colour on a light page, and what replaces it on a dark one.
struct Pair {
  const char* light;
  const char* dark;
};

/// In the order of Colour. All have a contrast of 3:1 or more on white and on #0d1117.
constexpr std::array<Pair, 6> palette = {{{"#0969b4", "#5cb3f5"},
                                          {"#c4480f", "#ff9b6b"},
                                          {"#00805f", "#3fcfa0"},
                                          {"#8a46a6", "#d6a2f2"},
                                          {"#94700a", "#e6c455"},
                                          {"#5d6570", "#a9b1bc"}}};
constexpr Pair ink = {"#24292f", "#e2e6eb"};
constexpr Pair axis_colour = {"#8a929c", "#7d8590"};
constexpr Pair grid_colour = {"#e4e7eb", "#2b3138"};

/// Lines differ in their dashes and points in their shapes, so that no one depends on the colour.
constexpr std::array<const char*, 6> dashes = {"solid",     "(12,5)", "(12,4,2,4)",
                                               "(2.5,3.5)", "(20,5)", "(7,3,2,3,2,3)"};
constexpr std::array<int, 6> markers = {7, 9, 5, 13, 11, 6};

const Pair& pair_of(Colour colour) { return palette.at(static_cast<std::size_t>(colour)); }

/// In gnuplot's single quotes only the quote itself is special.
std::string for_gnuplot(const std::string& text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? std::string("''") : std::string(1, c);
  return result + "'";
}

std::string for_xml(const std::string& text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string range_text(double lowest, double highest) {
  if (!(lowest < highest)) throw std::invalid_argument("the range of an axis is empty");
  return "[" + exact_text(lowest) + ":" + exact_text(highest) + "]";
}

std::string coordinate(double x) { return short_text(x + 0.0); }  // -0 is shown as 0

/// gnuplot writes colours as `rgb( 36,  41,  47)`; a style sheet names them as #24292f.
std::string with_plain_colours(const std::string& svg) {
  const std::string opening = "rgb(";
  std::string result;
  std::size_t position = 0;
  while (true) {
    const std::size_t found = svg.find(opening, position);
    result += svg.substr(position, found - position);
    if (found == std::string::npos) return result;
    unsigned red = 0;
    unsigned green = 0;
    unsigned blue = 0;
    std::sscanf(svg.c_str() + found, "rgb(%u,%u,%u)", &red, &green, &blue);
    char hex[16];
    std::snprintf(hex, sizeof hex, "#%02x%02x%02x", red & 255U, green & 255U, blue & 255U);
    result += hex;
    position = svg.find(')', found) + 1;
  }
}

/// Leaves out what gnuplot draws without being seen: empty groups, and titles that a browser would
/// show as tooltips.
std::string without_clutter(const std::string& svg) {
  std::istringstream in(svg);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    const std::size_t begin = line.find_first_not_of(" \t");
    if (begin == std::string::npos) continue;
    const std::size_t title = line.find("<title>");
    if (title != std::string::npos) line.erase(title);
    const bool closes = line.compare(begin, std::string::npos, "</g>") == 0;
    const bool after_opening = !lines.empty() &&
                               lines.back().find("<g ") == lines.back().find_first_not_of(" \t") &&
                               lines.back().find('>') == lines.back().size() - 1;
    if (closes && after_opening) {
      lines.pop_back();
    } else {
      lines.push_back(line);
    }
  }
  std::string result;
  for (const std::string& line : lines) result += line + "\n";
  return result;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

/// One rule a colour and attribute: renderers that know no style sheets show the light figure.
std::string style_sheet() {
  std::string rules;
  const auto add = [&rules](const Pair& pair) {
    for (const char* property : {"stroke", "fill", "color"}) {
      rules += std::string("    [") + property + "=\"" + pair.light + "\"] { " + property + ": " +
               pair.dark + " }\n";
    }
  };
  for (const Pair& pair : palette) add(pair);
  add(ink);
  add(axis_colour);
  add(grid_colour);
  return "<style>\n  text, tspan { font-family: system-ui, \"Helvetica Neue\", Arial, sans-serif "
         "}\n"
         "  [font-size=\"16.00\"] { font-weight: 600 }\n"
         "  @media (prefers-color-scheme: dark) {\n" +
         rules + "  }\n</style>\n";
}

}  // namespace

Figure::Figure(std::string title, std::string description)
    : title_(std::move(title)), description_(std::move(description)) {
  if (title_.empty() || description_.empty()) {
    throw std::invalid_argument("a figure needs a title and a description");
  }
}

Figure& Figure::x_axis(std::string label, Scale scale) {
  x_axis_.label = std::move(label);
  x_axis_.scale = scale;
  return *this;
}

Figure& Figure::y_axis(std::string label, Scale scale) {
  y_axis_.label = std::move(label);
  y_axis_.scale = scale;
  return *this;
}

Figure& Figure::x_range(double lowest, double highest) {
  x_axis_.range = range_text(lowest, highest);
  return *this;
}

Figure& Figure::y_range(double lowest, double highest) {
  y_axis_.range = range_text(lowest, highest);
  return *this;
}

Figure& Figure::equal_scales() {
  equal_scales_ = true;
  return *this;
}

Figure& Figure::legend(Legend position) {
  legend_ = position;
  return *this;
}

Figure& Figure::line(const std::string& name, const std::vector<double>& x,
                     const std::vector<double>& y, Colour colour) {
  return add(Kind::line, name, x, y, colour);
}

Figure& Figure::marked_line(const std::string& name, const std::vector<double>& x,
                            const std::vector<double>& y, Colour colour) {
  return add(Kind::marked_line, name, x, y, colour);
}

Figure& Figure::curve(const std::string& name, double lowest, double highest,
                      const std::function<double(double)>& f, Colour colour, std::size_t count) {
  std::vector<double> x(count);
  std::vector<double> y(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(count - 1);
    x[i] = x_axis_.scale == Scale::linear ? lowest + share * (highest - lowest)
                                          : lowest * std::pow(highest / lowest, share);
    y[i] = f(x[i]);
  }
  return add(Kind::line, name, x, y, colour);
}

Figure& Figure::points(const std::string& name, const std::vector<double>& x,
                       const std::vector<double>& y, Colour colour) {
  return add(Kind::points, name, x, y, colour);
}

Figure& Figure::steps(const std::string& name, const std::vector<double>& x,
                      const std::vector<double>& y, Colour colour) {
  return add(Kind::steps, name, x, y, colour);
}

Figure& Figure::impulses(const std::string& name, const std::vector<double>& x,
                         const std::vector<double>& y, Colour colour) {
  return add(Kind::impulses, name, x, y, colour);
}

Figure& Figure::region(const std::string& name, const std::vector<double>& x,
                       const std::vector<double>& y, Colour colour) {
  return add(Kind::region, name, x, y, colour);
}

Figure& Figure::contours(const std::string& name, std::pair<double, double> x_range,
                         std::pair<double, double> y_range,
                         const std::function<double(double, double)>& f,
                         const std::vector<double>& levels, Colour colour, std::size_t count) {
  std::vector<Points> pieces;
  for (const double level : levels) {
    const std::vector<Points> curve = level_curve(f, level, x_range, y_range, count);
    pieces.insert(pieces.end(), curve.begin(), curve.end());
  }
  return add(Kind::contours, name, pieces, colour);
}

Figure& Figure::guide(const std::string& name, const std::vector<double>& x,
                      const std::vector<double>& y) {
  return add(Kind::guide, name, x, y, Colour::grey);
}

Figure& Figure::arrow(const std::string& name, std::pair<double, double> tail,
                      std::pair<double, double> head, Colour colour) {
  return add(Kind::arrow, name, {{tail, head}}, colour);
}

Figure& Figure::text(const std::string& words, double x, double y) {
  return add(Kind::text, words, {{{x, y}}}, Colour::grey);
}

Figure& Figure::add(Kind kind, const std::string& name, const std::vector<double>& x,
                    const std::vector<double>& y, Colour colour) {
  if (x.size() != y.size() || x.empty()) {
    throw std::invalid_argument("series " + name + ": as many y as x are needed, and at least one");
  }
  Points points;
  for (std::size_t i = 0; i < x.size(); ++i) points.emplace_back(x[i], y[i]);
  return add(kind, name, std::vector<Points>{points}, colour);
}

Figure& Figure::add(Kind kind, const std::string& name, std::vector<Points> pieces, Colour colour) {
  if (name.empty()) throw std::invalid_argument("a series needs a name");
  series_.push_back({kind, name, resolved(colour), std::move(pieces)});
  return *this;
}

Colour Figure::resolved(Colour colour) {
  if (colour != Colour::next) return colour;
  return static_cast<Colour>(colours_taken_++ % palette.size());
}

void Figure::require_drawable() const {
  const auto fits = [](double x, const Axis& axis) {
    return std::isfinite(x) && (axis.scale == Scale::linear || x > 0);
  };
  for (const Series& series : series_) {
    for (const Points& piece : series.pieces) {
      for (const auto& [x, y] : piece) {
        if (fits(x, x_axis_) && fits(y, y_axis_)) continue;
        throw std::invalid_argument("series " + series.name + ": the point (" + std::to_string(x) +
                                    ", " + std::to_string(y) + ") cannot be drawn");
      }
    }
  }
}

std::size_t Figure::legend_rows() const {
  if (legend_ != Legend::above) return 0;
  std::size_t entries = 0;
  std::size_t widest = 1;
  for (const Series& series : series_) {
    if (series.kind == Kind::guide || series.kind == Kind::text) continue;
    ++entries;
    widest = std::max(widest, utf8_width(series.name));
  }
  // gnuplot gives every entry the room of the widest: the name, and some 7 letters for the sample
  // and the gaps. It reckons a letter as 9.79 of the canvas' 720 units; the margins take 14
  // letters.
  constexpr double letters_across = 720 / 9.79 - 14;
  const double entry_width = static_cast<double>(widest) + 7.1;
  const auto columns = static_cast<std::size_t>(std::max(1.0, letters_across / entry_width));
  return (entries + columns - 1) / columns;
}

std::string Figure::script() const {
  std::ostringstream out;
  const auto colour = [](const char* code) { return std::string(" rgb '") + code + "'"; };
  out << "set terminal svg size 720,440 enhanced font 'sans-serif,14'\n"
      << "set encoding utf8\n"
      << "set border 3 lw 1 lc" << colour(axis_colour.light) << "\n"
      << "set grid lt 1 lw 1 lc" << colour(grid_colour.light) << "\n"
      << "set tics nomirror scale 0.4,0.2 textcolor" << colour(ink.light) << "\n"
      << "set margins 10,4,3.6," << short_text(2.6 + 1.4 * static_cast<double>(legend_rows()))
      << "\n"
      << "set label 1 " << for_gnuplot(title_)
      << " at graph 0, screen 0.945 offset -5,0 left noenhanced font 'sans-serif,16' textcolor"
      << colour(ink.light) << "\n";
  const auto set_axis = [&](const char* name, const Axis& axis) {
    out << "set " << name << "label " << for_gnuplot(axis.label) << " noenhanced textcolor"
        << colour(ink.light) << "\n"
        << "set " << name << "range " << axis.range << "\n";
    if (axis.scale == Scale::logarithmic) {
      out << "set logscale " << name << "\nset format " << name << " '10^{%L}'\n";
    } else {
      out << "set format " << name << " '%g'\n";
    }
  };
  set_axis("x", x_axis_);
  set_axis("y", y_axis_);
  if (equal_scales_) out << "set size ratio -1\n";
  constexpr std::array<const char*, 5> places = {"horizontal at graph 0, graph 1.015 left bottom",
                                                 "left top", "right top", "left bottom",
                                                 "right bottom"};
  if (legend_ == Legend::none) {
    out << "unset key\n";
  } else {
    out << "set key " << places.at(static_cast<std::size_t>(legend_))
        << " Left reverse noenhanced samplen 3 spacing 1.3 width 1 textcolor" << colour(ink.light)
        << "\n";
  }

  std::string commands;
  std::size_t number = 0;
  for (const Series& series : series_) {
    const auto index = static_cast<std::size_t>(series.colour);
    const std::string lc = " lc" + colour(pair_of(series.colour).light);
    const std::string dash = std::string(" dt ") + dashes.at(index);
    const std::string marker = " pt " + std::to_string(markers.at(index)) + " ps 0.55";
    std::string how;
    bool in_legend = true;
    switch (series.kind) {
      case Kind::line:
        how = "lines lw 2.2" + dash + lc;
        break;
      case Kind::marked_line:
        how = "linespoints lw 1.6" + marker + lc;
        break;
      case Kind::points:
        how = "points" + marker + lc;
        break;
      case Kind::steps:
        how = "steps lw 2.2" + dash + lc;
        break;
      case Kind::impulses:
        how = "impulses lw 2.2" + lc;
        break;
      case Kind::region:
        how = "filledcurves closed fs transparent solid 0.14 noborder fc" +
              colour(pair_of(series.colour).light);
        break;
      case Kind::contours:
        how = "lines lw 0.9" + lc;
        break;
      case Kind::guide:
        how = "lines lw 1.1 dt (5,5) lc" + colour(axis_colour.light);
        in_legend = false;
        break;
      case Kind::arrow:
        how = "vectors head size screen 0.018,20 fixed filled lw 2.4" + lc;
        break;
      case Kind::text: {
        const auto& [x, y] = series.pieces.front().front();
        out << "set label " << for_gnuplot(series.name) << " at " << exact_text(x) << ","
            << exact_text(y) << " left noenhanced textcolor" << colour(ink.light) << "\n";
        continue;
      }
    }
    const std::string block = "$series" + std::to_string(++number);
    out << block << " << EOD\n";
    for (const Points& piece : series.pieces) {
      if (series.kind == Kind::arrow) {
        const auto& [tail, head] = std::pair(piece.front(), piece.back());
        out << exact_text(tail.first) << " " << exact_text(tail.second) << " "
            << exact_text(head.first - tail.first) << " " << exact_text(head.second - tail.second)
            << "\n";
        continue;
      }
      for (const auto& [x, y] : piece) out << exact_text(x) << " " << exact_text(y) << "\n";
      out << "\n";
    }
    out << "EOD\n";
    commands += (commands.empty() ? "plot " : ", \\\n  ") + block + " with " + how +
                (in_legend ? " title " + for_gnuplot(series.name) : std::string(" notitle"));
  }
  if (commands.empty()) throw std::invalid_argument("a figure needs something to show");
  out << commands << "\n";
  return out.str();
}

std::string Figure::data_as_csv() const {
  std::vector<std::vector<std::string>> rows;
  for (const Series& series : series_) {
    for (const Points& piece : series.pieces) {
      for (const auto& [x, y] : piece) {
        rows.push_back({series.name, coordinate(x), coordinate(y)});
      }
    }
  }
  return csv_text({"series", "x", "y"}, rows);
}

std::string Figure::finished(const std::string& drawing) const {
  const std::size_t canvas = drawing.find("<g id=\"gnuplot_canvas\">");
  if (canvas == std::string::npos) throw std::runtime_error("gnuplot drew something unexpected");
  const std::string head =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
      "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"\n"
      "     width=\"720\" height=\"440\" viewBox=\"0 0 720 440\" role=\"img\">\n"
      "<title>" +
      for_xml(title_) + "</title>\n<desc>" + for_xml(description_) + "</desc>\n<metadata>\n" +
      for_xml(data_as_csv()) + "</metadata>\n" + style_sheet();
  const std::string body = without_clutter(with_plain_colours(drawing.substr(canvas)));
  return head + replaced(body, "\"black\"", std::string("\"") + ink.light + "\"");
}

void Figure::write(const std::string& path) const {
  require_drawable();
  write_file_atomically(path, finished(run_gnuplot(script())));
}

}  // namespace nn
