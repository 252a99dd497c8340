#include "nn/data/rows.hpp"

#include <filesystem>
#include <system_error>
#include <utility>

namespace nn {

namespace {

void visit_all(const CsvTable& table, const TableRows::Visit& visit) {
  RowFields fields;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    fields.assign(table.rows[row].begin(), table.rows[row].end());
    visit(fields, table.lines[row]);
  }
}

class RowsOfTable : public TableRows {
 public:
  explicit RowsOfTable(const CsvTable& table) : table_(table) {}
  const CsvTable& names() const override { return table_; }
  void for_each(const Visit& visit) override { visit_all(table_, visit); }

 private:
  const CsvTable& table_;
};

class RowsInMemory : public TableRows {
 public:
  explicit RowsInMemory(CsvTable table) : table_(std::move(table)) {}
  const CsvTable& names() const override { return table_; }
  void for_each(const Visit& visit) override { visit_all(table_, visit); }

 private:
  CsvTable table_;
};

class RowsOfFile : public TableRows {
 public:
  RowsOfFile(std::string path, const CsvOptions& options, ReadingProgress on_progress)
      : path_(std::move(path)),
        options_(options),
        names_(CsvStream(path_, options_).names()),
        on_progress_(std::move(on_progress)) {}

  const CsvTable& names() const override { return names_; }

  void for_each(const Visit& visit) override {
    CsvStream stream(path_, options_);
    double told = 0;
    ++reading_;
    while (stream.next()) {
      visit(stream.fields(), stream.line());
      if (stream.share() - told < 0.001) continue;
      told = stream.share();
      on_progress_(reading_, told);
    }
  }

 private:
  std::string path_;
  CsvOptions options_;
  CsvTable names_;
  ReadingProgress on_progress_;
  std::size_t reading_ = 0;
};

}  // namespace

std::unique_ptr<TableRows> rows_of_table(const CsvTable& table) {
  return std::make_unique<RowsOfTable>(table);
}

std::unique_ptr<TableRows> rows_of_file(const std::string& path, const CsvOptions& options,
                                        const ReadingProgress& on_progress) {
  std::error_code ignored;
  if (path == "-" || !std::filesystem::is_regular_file(path, ignored)) {
    return std::make_unique<RowsInMemory>(read_csv(path, options));
  }
  return std::make_unique<RowsOfFile>(path, options, on_progress);
}

}  // namespace nn
