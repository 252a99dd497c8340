#include "nn/program/command_line.hpp"

#include <algorithm>
#include <boost/program_options.hpp>
#include <cctype>
#include <charconv>
#include <cstdio>
#include <numeric>
#include <sstream>

#include "nn/data/number.hpp"
#include "nn/data/utf8.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/text.hpp"

namespace nn {

namespace {

namespace po = boost::program_options;

constexpr std::size_t help_width = 78;

[[noreturn]] void refuse(const std::string& option, const std::string& wrong,
                         const std::string& remedy) {
  throw UsageError("--" + option + ": " + wrong + "; give " + remedy);
}

bool within(double x, const NumberRange& range) {
  const bool above = range.lowest_included ? x >= range.lowest : x > range.lowest;
  const bool below = range.highest_included ? x <= range.highest : x < range.highest;
  return above && below;
}

double number_from(const std::string& option, const std::string& text, const NumberRange& range) {
  const ParsedNumber parsed = parse_number(text);
  if (parsed.kind != NumberKind::finite) {
    refuse(option, why_not_a_number(text, parsed.kind), range.name);
  }
  if (!within(parsed.value, range))
    refuse(option, in_quotes(text) + " is out of range", range.name);
  return parsed.value;
}

std::uint64_t whole_number_from(const std::string& option, const std::string& text,
                                std::uint64_t lowest, std::uint64_t highest) {
  const std::string remedy =
      "a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest);
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  const bool whole = stop == end && error != std::errc::invalid_argument;
  if (!whole) {
    const bool number = parse_number(text).kind == NumberKind::finite;
    refuse(option,
           in_quotes(text) + (!number               ? " is not a number"
                              : text.front() == '-' ? " is negative"
                                                    : " is not written as a whole number"),
           remedy);
  }
  if (error != std::errc() || value < lowest || value > highest) {
    refuse(option, in_quotes(text) + " is out of range", remedy);
  }
  return value;
}

/// The parts between commas; an empty text has one empty part.
std::vector<std::string> split_at_commas(const std::string& text) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  while (true) {
    const std::size_t comma = text.find(',', begin);
    parts.push_back(text.substr(begin, comma - begin));
    if (comma == std::string::npos) return parts;
    begin = comma + 1;
  }
}

/// The names between commas, written as in a line of CSV: one that holds a comma stands between
/// quotation marks, with those inside it doubled. An empty text has one empty name.
std::vector<std::string> split_names(const std::string& option, const std::string& text) {
  std::vector<std::string> names(1);
  bool quoted = false;  // inside quotation marks
  bool closed = false;  // behind the mark that closes: only a comma may follow
  const auto refuse_mark = [&] {
    refuse(option, in_quotes(text) + " has a quotation mark out of place",
           "names such as a,\"height, cm\"");
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      names.back() += text[++i];
    } else if (quoted && c == '"') {
      quoted = false;
      closed = true;
    } else if (!quoted && c == ',') {
      names.emplace_back();
      closed = false;
    } else if (!quoted && closed) {
      refuse_mark();
    } else if (!quoted && c == '"' && names.back().empty()) {
      quoted = true;
    } else {
      names.back() += c;
    }
  }
  if (quoted) refuse_mark();
  return names;
}

/// How many letters must be inserted, removed or replaced to make one word of the other.
/// Source: V. I. Levenshtein, "Binary codes capable of correcting deletions, insertions, and
/// reversals" (1966).
std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> previous(b.size() + 1);
  std::iota(previous.begin(), previous.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::vector<std::size_t> current(b.size() + 1, i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({replaced, previous[j] + 1, current[j - 1] + 1});
    }
    previous = current;
  }
  return previous.back();
}

/// The candidate most like `name`, if one is like it at all: at most half of it differs.
std::string nearest(const std::string& name, const std::vector<std::string>& candidates) {
  std::string best;
  std::size_t least = name.size() / 2 + 1;
  for (const std::string& candidate : candidates) {
    const bool completes = !name.empty() && candidate.rfind(name, 0) == 0;
    const std::size_t distance = completes ? 1 : edit_distance(name, candidate);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

std::string joined(const std::vector<Choice>& choices, const std::string& separator) {
  std::string text;
  for (const Choice& choice : choices) text += (text.empty() ? "" : separator) + choice.name;
  return text;
}

bool contains(const std::vector<Choice>& choices, const std::string& name) {
  return std::any_of(choices.begin(), choices.end(),
                     [&](const Choice& choice) { return choice.name == name; });
}

/// The names in one column, and beside each what it stands for.
std::string two_columns(const std::vector<Choice>& entries) {
  constexpr std::size_t gap = 2;
  std::size_t width = 0;
  for (const Choice& entry : entries) width = std::max(width, entry.name.size() + gap);
  std::string text;
  for (const Choice& entry : entries) {
    std::string lines = wrapped(entry.meaning, help_width, width);
    text += lines.empty() ? entry.name + "\n" : lines.replace(0, entry.name.size(), entry.name);
  }
  return text;
}

/// Arguments that are too long for the line of their command, on the lines below it.
std::string on_own_lines(const std::string& arguments) {
  std::istringstream lines(wrapped(arguments, help_width - 2, 4));
  std::string text;
  for (std::string line; std::getline(lines, line);) text += "\\\n" + line + " ";
  text.back() = '\n';
  return text;
}

std::string default_is(const std::string& value) { return " (default " + value + ")"; }

}  // namespace

NumberRange any_number(double limit) {
  return {-limit, true, limit, true,
          "a number from " + short_text(-limit) + " to " + short_text(limit)};
}

NumberRange positive(double limit) {
  return {0, false, limit, true, "a number above 0, at most " + short_text(limit)};
}

NumberRange non_negative(double limit) {
  return {0, true, limit, true, "a number from 0 to " + short_text(limit)};
}

NumberRange proper_fraction() { return {0, true, 1, false, "a number from 0 to below 1"}; }

CommandLine::CommandLine(std::string program, std::string description)
    : program_(std::move(program)), description_(std::move(description)) {}

void CommandLine::group(std::string title) { group_ = std::move(title); }

void CommandLine::add(const std::string& option, const std::string& placeholder,
                      const std::string& meaning, std::function<void(const std::string&)> assign) {
  options_.push_back({option, placeholder, meaning, group_, std::move(assign)});
}

void CommandLine::number(const std::string& option, const std::string& placeholder, double& value,
                         const std::string& meaning, const NumberRange& range) {
  add(option, placeholder, meaning + default_is(short_text(value)),
      [&value, option, range](const std::string& text) {
        value = number_from(option, text, range);
      });
}

void CommandLine::number(const std::string& option, const std::string& placeholder,
                         std::optional<double>& value, const std::string& meaning,
                         const NumberRange& range) {
  add(option, placeholder, meaning, [&value, option, range](const std::string& text) {
    value = number_from(option, text, range);
  });
}

void CommandLine::count(const std::string& option, const std::string& placeholder,
                        std::size_t& value, const std::string& meaning, const CountRange& range) {
  add(option, placeholder, meaning + default_is(std::to_string(value)),
      [&value, option, range](const std::string& text) {
        value = whole_number_from(option, text, range.lowest, range.highest);
      });
}

void CommandLine::seed(std::uint64_t& value) {
  add("seed", "N", "what the random numbers start from" + default_is(std::to_string(value)),
      [&value](const std::string& text) {
        value = whole_number_from("seed", text, 0, std::numeric_limits<std::uint64_t>::max());
      });
}

void CommandLine::yes_or_no(const std::string& option, bool& value, const std::string& meaning) {
  add(option, "yes|no", meaning + default_is(value ? "yes" : "no"),
      [&value, option](const std::string& text) {
        if (text != "yes" && text != "no") {
          refuse(option, in_quotes(text) + " is neither", "yes or no");
        }
        value = text == "yes";
      });
}

void CommandLine::character(const std::string& option, char& value, const std::string& meaning) {
  add(option, "C|tab|space", meaning + default_is(std::string(1, value)),
      [&value, option](const std::string& text) {
        const bool is_mark =
            text.size() == 1 && std::ispunct(static_cast<unsigned char>(text[0])) != 0;
        if (text == "tab" || text == "\t") {
          value = '\t';
        } else if (text == "space" || text == " ") {
          value = ' ';
        } else if (is_mark && std::string("\"'.+-").find(text) == std::string::npos) {
          value = text[0];
        } else {
          refuse(option, in_quotes(text) + " cannot separate columns",
                 "a mark such as ; or |, or tab or space");
        }
      });
}

void CommandLine::text(const std::string& option, const std::string& placeholder,
                       std::string& value, const std::string& meaning) {
  add(option, placeholder, meaning + (value.empty() ? "" : default_is(value)),
      [&value, option, placeholder](const std::string& text) {
        if (text.empty()) refuse(option, "it is empty", "a " + placeholder);
        value = text;
      });
}

void CommandLine::names(const std::string& option, const std::string& placeholder,
                        std::vector<std::string>& value, const std::string& meaning) {
  add(option, placeholder, meaning, [&value, option, placeholder](const std::string& text) {
    const std::vector<std::string> names = split_names(option, text);
    std::set<std::string> seen;
    for (const std::string& name : names) {
      if (name.empty()) refuse(option, in_quotes(text) + " has an empty name", placeholder);
      if (!seen.insert(name).second) {
        refuse(option, in_quotes(name) + " is named twice", "each name once");
      }
    }
    value = names;
  });
}

void CommandLine::numbers(const std::string& option, const std::string& placeholder,
                          std::vector<double>& value, const std::string& meaning,
                          const NumberRange& range) {
  add(option, placeholder, meaning, [&value, option, range](const std::string& text) {
    std::vector<double> parsed;
    for (const std::string& part : split_at_commas(text)) {
      parsed.push_back(number_from(option, part, range));
    }
    value = parsed;
  });
}

void CommandLine::choice(const std::string& option, std::string& value,
                         const std::vector<Choice>& choices, const std::string& meaning) {
  std::string explained = meaning;
  for (const Choice& choice : choices) {
    if (!choice.meaning.empty()) explained += "; " + choice.name + ": " + choice.meaning;
  }
  add(option, joined(choices, "|"), explained + (value.empty() ? "" : default_is(value)),
      [&value, option, choices](const std::string& text) {
        if (!contains(choices, text)) {
          refuse(option, in_quotes(text) + " is not known", joined(choices, " or "));
        }
        value = text;
      });
}

void CommandLine::catalogue(const std::string& option, std::string& value,
                            const std::vector<Choice>& entries, const std::string& meaning) {
  add(option, "NAME|list", meaning + "; list shows the names",
      [this, &value, option, entries](const std::string& text) {
        if (text == "list") {
          std::fputs(two_columns(entries).c_str(), stdout);
          finished_ = true;
        } else if (contains(entries, text)) {
          value = text;
        } else {
          refuse(option, in_quotes(text) + " is not known", joined(entries, ", ") + " or list");
        }
      });
}

void CommandLine::plot(PlotRequest& request, const std::vector<Choice>& figures) {
  add("plot", "FILE.svg", "draws a figure into this file (needs gnuplot)",
      [&request](const std::string& text) {
        const std::string ending = ".svg";
        const bool fits = text.size() > ending.size() &&
                          text.compare(text.size() - ending.size(), ending.size(), ending) == 0;
        if (!fits) refuse("plot", in_quotes(text) + " does not end in .svg", "FILE.svg");
        request.file = text;
      });
  catalogue("figure", request.figure, figures,
            "which figure" + (figures.empty() ? "" : default_is(figures.front().name)));
  needs("figure", "plot");
  afterwards_.push_back([&request, figures] {
    if (request.figure.empty() && !figures.empty()) request.figure = figures.front().name;
  });
}

void CommandLine::needs(const std::string& option, const std::string& other) {
  needs_one_of(option, {other});
}

void CommandLine::needs_one_of(const std::string& option, const std::vector<std::string>& others) {
  afterwards_.push_back([this, option, others] {
    if (!given(option)) return;
    std::string remedy;
    for (const std::string& other : others) {
      if (given(other)) return;
      remedy += (remedy.empty() ? "" : " or ") + with_placeholder(other);
    }
    refuse(option, "it does nothing alone", remedy + " as well");
  });
}

/// `--data FILE`
std::string CommandLine::with_placeholder(const std::string& option) const {
  const auto found = std::find_if(options_.begin(), options_.end(),
                                  [&](const Option& known) { return known.name == option; });
  return "--" + option + " " + found->placeholder;
}

void CommandLine::example(std::string arguments, std::string meaning) {
  examples_.push_back({std::move(arguments), std::move(meaning)});
}

std::vector<std::string> CommandLine::option_names() const {
  std::vector<std::string> names;
  for (const Option& option : options_) names.push_back(option.name);
  return names;
}

std::string CommandLine::help() const {
  std::ostringstream out;
  out << "Usage: ./scripts/study " << program_ << " [-- OPTIONS]\n\n";
  out << wrapped(description_, help_width);
  std::vector<std::pair<std::string, std::vector<Choice>>> groups;
  for (const Option& option : options_) {
    const auto same = [&](const auto& group) { return group.first == option.group; };
    auto group = std::find_if(groups.begin(), groups.end(), same);
    if (group == groups.end()) group = groups.insert(group, {option.group, {}});
    group->second.push_back({"  --" + option.name + " " + option.placeholder, option.meaning});
  }
  groups.push_back({"Always", {{"  -h, --help", "shows this help and does nothing else"}}});
  for (const auto& [title, entries] : groups) {
    out << "\n" << title << ":\n" << two_columns(entries);
  }
  if (!examples_.empty()) out << "\nExamples:\n";
  for (const Example& example : examples_) {
    const std::string command = "  ./scripts/study " + program_ + " -- ";
    const bool fits = command.size() + example.arguments.size() <= help_width;
    out << command << (fits ? example.arguments + "\n" : on_own_lines(example.arguments))
        << wrapped(example.meaning, help_width, 6);
  }
  return out.str();
}

bool CommandLine::parse(int argc, const char* const* argv) {
  po::options_description described;
  std::vector<std::string> known = {"help"};
  described.add_options()("help", "");
  for (const Option& option : options_) {
    described.add_options()(option.name.c_str(), po::value<std::string>(), "");
    known.push_back(option.name);
  }
  namespace style = po::command_line_style;
  constexpr int long_options =
      style::allow_long | style::long_allow_adjacent | style::long_allow_next;
  po::variables_map values;
  bool asks_for_help = false;
  try {
    const po::parsed_options parsed =
        po::command_line_parser(argc, argv).options(described).style(long_options).run();
    for (const po::option& part : parsed.options) {
      const std::string value = part.value.empty() ? "" : part.value.front();
      if (part.position_key >= 0) {
        // Boost knows no short options here, or `-1` would be one and not a number.
        if (value == "-h") {
          asks_for_help = true;
          continue;
        }
        throw UsageError(in_quotes(value) +
                         " belongs to no option; options begin with --, as in --help");
      }
      // What looks like the next option is not taken for a value.
      if (value.rfind("--", 0) == 0) throw UsageError("--" + part.string_key + " needs a value");
    }
    po::store(parsed, values);
  } catch (const po::unknown_option& error) {
    std::string name = error.get_option_name();
    name.erase(0, name.find_first_not_of('-'));
    name = name.substr(0, name.find('='));  // Boost leaves the value on: `--sede=3`
    const std::string like = nearest(name, known);
    throw UsageError("there is no option " + in_quotes("--" + name) +
                     (like.empty() ? "" : "; did you mean --" + like + "?"));
  } catch (const po::multiple_occurrences& error) {
    throw UsageError(error.get_option_name() + " is given twice; give it once");
  } catch (const po::invalid_command_line_syntax& error) {
    const bool help_with_value = error.kind() == po::invalid_syntax::extra_parameter;
    throw UsageError(error.get_option_name() +
                     (help_with_value ? " takes no value" : " needs a value"));
  }
  if (asks_for_help || values.count("help") > 0) {
    std::fputs(help().c_str(), stdout);
    return false;
  }
  for (const Option& option : options_) {
    if (values.count(option.name) == 0) continue;
    given_.insert(option.name);
    option.assign(values[option.name].as<std::string>());
    if (finished_) return false;
  }
  for (const std::function<void()>& check : afterwards_) check();
  return true;
}

}  // namespace nn
