#include "nn/data/feature_scale.hpp"

#include "nn/data/dataset.hpp"
#include "nn/data/input_error.hpp"

namespace nn {

void FeatureScale::apply_to(Matrix<double>& X) const {
  if (is_empty()) return;
  require_same_size("feature scale", X.size2(), mean.size());
  for (std::size_t i = 0; i < X.size1(); ++i) {
    for (std::size_t j = 0; j < X.size2(); ++j) X(i, j) = apply(j, X(i, j));
  }
}

std::vector<std::size_t> FeatureScale::constant() const {
  std::vector<std::size_t> features;
  for (std::size_t j = 0; j < deviation.size(); ++j) {
    if (!(deviation(j) > 0)) features.push_back(j);
  }
  return features;
}

FeatureScale fit_feature_scale(const std::string& file, const std::vector<std::string>& features,
                               const Matrix<double>& X, const std::vector<std::size_t>& rows) {
  require_same_size("feature scale", X.size2(), features.size());
  require_samples("feature scale", rows.size());
  FeatureScale scale{Vector<double>(X.size2()), Vector<double>(X.size2())};
  Matrix<double> column(rows.size(), 1);
  for (std::size_t j = 0; j < X.size2(); ++j) {
    for (std::size_t i = 0; i < rows.size(); ++i) column(i, 0) = X(rows[i], j);
    Dataset alone;
    alone.file = file;
    alone.features = {features[j]};
    try {
      const Standardization found = standardization_of(alone, column);
      scale.mean(j) = found.mean(0);
      scale.deviation(j) = found.deviation(0);
    } catch (const InputError& error) {
      if (error.setting() != Setting::standardize) throw;
      scale.mean(j) = column(0, 0);
      scale.deviation(j) = 0;
    }
  }
  return scale;
}

}  // namespace nn
