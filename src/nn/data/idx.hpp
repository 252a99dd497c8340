#pragma once

/// \file
/// Images and their labels in IDX, the format of MNIST and of Fashion-MNIST, gzipped or not.
///
/// A file begins with a magic number, 0x00000803 for images and 0x00000801 for labels, and goes on
/// with the count of what it holds and, of images, their rows and columns. Each of these is four
/// bytes, the highest first. Then comes a byte for each label or for each pixel: image after image,
/// row after row.
///
/// Source: Y. LeCun, C. Cortes and C. J. C. Burges, "The MNIST database of handwritten digits"
/// (1998).

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/row_range.hpp"

namespace nn {

/// Images of one size. They stay bytes, an eighth of what doubles would take.
struct IdxImages {
  std::size_t count = 0;             ///< how many there are: 1 or more, but of a share
  std::size_t rows = 0;              ///< of each image, 1 or more
  std::size_t columns = 0;           ///< of each image, 1 or more
  std::vector<std::uint8_t> pixels;  ///< from 0 to 255: image after image, row after row
  std::size_t first = 0;             ///< the number of the first of them in the file, from 0
  std::size_t in_file = 0;           ///< how many the file has, 1 or more
};

/// Images, and what each of them shows.
struct LabelledImages {
  IdxImages images;                  ///< one or more
  std::vector<std::uint8_t> labels;  ///< one for each image of the file
};

/// Reads a file of images, or a share of them. It takes as much memory as these do.
///
/// \throws InputError naming the file and the byte, if the file cannot be read; is cut off, damaged
/// or longer than its header says; begins with another magic number; has no images, or images
/// without pixels; or promises more than 2⁴⁰ bytes
IdxImages read_idx_images(const std::string& path, const Share& share = {});

/// Reads a file of labels.
///
/// \throws InputError as read_idx_images()
std::vector<std::uint8_t> read_idx_labels(const std::string& path);

/// Reads images and their labels from two files: of a share those images, and all labels.
///
/// \throws InputError as read_idx_images(); and naming both files, if there are not as many labels
/// as images
LabelledImages read_idx(const std::string& images_path, const std::string& labels_path,
                        const Share& share = {});

/// Reads the images in `bytes`, which are those of a file; messages call it `file`.
///
/// \throws InputError as read_idx_images()
IdxImages parse_idx_images(std::string_view bytes, const std::string& file);

/// Reads the labels in `bytes`, which are those of a file; messages call it `file`.
///
/// \throws InputError as read_idx_images()
std::vector<std::uint8_t> parse_idx_labels(std::string_view bytes, const std::string& file);

/// The images as samples, one in each row: every pixel divided by 255, which makes it a number from
/// 0 to 1. The shape is count x (rows · columns).
///
/// \throws ShapeError unless there are as many pixels as the images have.
template <Scalar T>
Matrix<T> pixels_of(const IdxImages& images) {
  Matrix<T> X(images.count, images.rows * images.columns);
  require_same_size("pixels_of", X.data().size(), images.pixels.size());
  for (std::size_t k = 0; k < images.pixels.size(); ++k) {
    X.data()[k] = T(static_cast<RealOf<T>>(images.pixels[k]) / RealOf<T>(255));
  }
  return X;
}

}  // namespace nn
