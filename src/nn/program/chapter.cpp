#include "nn/program/chapter.hpp"

#include "nn/program/errors.hpp"
#include "nn/program/run_program.hpp"
#include "nn/program/text.hpp"

namespace nn {

Chapter::Chapter(std::string program, std::string description)
    : line_(std::move(program), std::move(description)) {}

void Chapter::figures(std::vector<Drawing> drawings) {
  drawings_ = std::move(drawings);
  std::vector<Choice> choices;
  for (const Drawing& drawing : drawings_) choices.push_back({drawing.name, drawing.meaning});
  line_.plot(plot_, choices);
}

void Chapter::command(std::function<bool()> wanted, std::function<void()> action) {
  commands_.emplace_back(std::move(wanted), std::move(action));
}

void Chapter::instead(const std::string& option, std::function<void()> action) {
  instead_.emplace_back(option, std::move(action));
}

void Chapter::section(std::string title, std::function<void()> print) {
  sections_.push_back({std::move(title), std::move(print)});
}

int Chapter::run(int argc, char** argv) {
  return run_program(argc, argv, [this](int count, char** words) {
    bool goes_on = false;
    together(*processes_, [&] {
      goes_on = line_.parse(count, words);
      for (const auto& fits : checks_) {
        if (goes_on) fits();
      }
    });
    if (goes_on) answer();
  });
}

void Chapter::answer() {
  for (const auto& [wanted, action] : commands_) {
    if (wanted()) return action();
  }
  if (draws()) {
    return together(*processes_, [&] {
      for (const Drawing& drawing : drawings_) {
        const bool is_it = drawing.name == plot_.figure && processes_->is_first();
        if (is_it) drawing.draw().write(plot_.file);
      }
    });
  }
  if (shows_mistake()) {
    heading("Mistake: " + mistake_);
    const std::string verdict = show_mistake_(mistake_);
    return together(*processes_, [&] {
      if (!verdict.empty()) throw CheckFailed(verdict);
    });
  }
  for (const auto& [option, action] : instead_) {
    if (line_.given(option)) return action();
  }
  for (const Section& section : sections_) {
    heading(section.title);
    section.print();
  }
}

}  // namespace nn
