// Images and labels in IDX: what is written reads back, what is wrong is refused with its byte.
#include "nn/data/idx.hpp"

#include <gtest/gtest.h>

#include <array>
#include <boost/iostreams/device/back_inserter.hpp>
#include <boost/iostreams/filter/gzip.hpp>
#include <boost/iostreams/filtering_stream.hpp>
#include <complex>
#include <cstdint>
#include <string>
#include <vector>

#include "nn/data/byte_stream.hpp"
#include "nn/data/input_error.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/scratch_folder.hpp"

using namespace nn;
using namespace nn::test;

namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t image_header = 16;
constexpr std::size_t label_header = 8;

std::string idx_file(const std::vector<std::size_t>& header, const Bytes& data) {
  std::string text;
  for (const std::size_t number : header) {
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
      text += static_cast<char>(static_cast<std::uint8_t>(number >> shift));
    }
  }
  return text.append(data.begin(), data.end());
}

std::string image_file(const IdxImages& images) {
  return idx_file({0x803, images.count, images.rows, images.columns}, images.pixels);
}

std::string label_file(const Bytes& labels) { return idx_file({0x801, labels.size()}, labels); }

std::string gzipped(const std::string& bytes) {
  std::string result;
  boost::iostreams::filtering_ostream out;
  out.push(boost::iostreams::gzip_compressor());
  out.push(boost::iostreams::back_inserter(result));
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.reset();
  return result;
}

Bytes draw_bytes(std::size_t count) {
  return *rc::gen::container<Bytes>(count, rc::gen::arbitrary<std::uint8_t>()).as("bytes");
}

IdxImages draw_images() {
  IdxImages images;
  images.count = *dimension(1, 4).as("count");
  images.rows = *dimension(1, 5).as("rows");
  images.columns = *dimension(1, 5).as("columns");
  images.pixels = draw_bytes(images.count * images.rows * images.columns);
  return images;
}

bool equal(const IdxImages& a, const IdxImages& b) {
  return a.count == b.count && a.rows == b.rows && a.columns == b.columns && a.pixels == b.pixels;
}

std::string image_refusal(const std::string& bytes) {
  return message_of<InputError>([&] { parse_idx_images(bytes, "t.idx"); });
}

std::string label_refusal(const std::string& bytes) {
  return message_of<InputError>([&] { parse_idx_labels(bytes, "t.idx"); });
}

std::string byte(std::size_t position) { return "at byte " + std::to_string(position); }

/// What is said of a file when a share of it is read; empty where it is read.
std::string said_of_share(const std::string& path, const Share& share) {
  try {
    read_idx_images(path, share);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

/// The images of all P shares of a file, one behind the other, each where it should stand.
IdxImages put_together(Check& check, const std::string& path, std::size_t P) {
  IdxImages all;
  for (std::size_t p = 0; p < P; ++p) {
    const IdxImages share = read_idx_images(path, {p, P});
    check.holds(share.first == all.count, "it begins where the one before it ends");
    check.holds(share.pixels.size() == share.count * share.rows * share.columns, "its pixels");
    check.holds(p == 0 || share.in_file == all.in_file, "how many images there are in all");
    check.holds(share.in_file / P <= share.count && share.count <= (share.in_file + P - 1) / P,
                "no share has two images more than another");
    all.count += share.count;
    all.rows = share.rows;
    all.columns = share.columns;
    all.in_file = share.in_file;
    all.pixels.insert(all.pixels.end(), share.pixels.begin(), share.pixels.end());
  }
  check.holds(all.count == all.in_file, "all of them");
  return all;
}

}  // namespace

TEST(Idx, ImagesAndLabelsReadBackAsTheyWereWritten) {
  const ScratchFolder folder;
  property([&](Check& check) {
    const IdxImages images = draw_images();
    const Bytes labels = draw_bytes(images.count);
    const bool zip = *label() == 1;
    const std::string image_bytes = zip ? gzipped(image_file(images)) : image_file(images);
    const std::string label_bytes = zip ? gzipped(label_file(labels)) : label_file(labels);
    check.holds(equal(parse_idx_images(image_bytes, "t.idx"), images), "images in memory");
    check.holds(parse_idx_labels(label_bytes, "t.idx") == labels, "labels in memory");
    const std::string image_path = folder.write("images", image_bytes);
    const std::string label_path = folder.write("labels", label_bytes);
    const LabelledImages both = read_idx(image_path, label_path);
    check.holds(equal(both.images, images) && both.labels == labels, "both, in files");
    check.holds(equal(read_idx_images(image_path), images), "images in a file");
    check.holds(read_idx_labels(label_path) == labels, "labels in a file");
  });
}

// More than is read at once, of a file and of what gzip makes of it.
TEST(Idx, LargeFilesAreReadToTheirEnd) {
  IdxImages images{3, 700, 701, Bytes(std::size_t{3} * 700 * 701)};
  for (std::size_t k = 0; k < images.pixels.size(); ++k) {
    images.pixels[k] = static_cast<std::uint8_t>((k * 7919) >> 5);
  }
  const ScratchFolder folder;
  for (const std::string& bytes : {image_file(images), gzipped(image_file(images))}) {
    EXPECT_TRUE(equal(read_idx_images(folder.write("f", bytes)), images));
    EXPECT_TRUE(equal(parse_idx_images(bytes, "f"), images));
  }
}

// As gunzip reads them.
TEST(Idx, CompressedPartsMayFollowEachOther) {
  property([](Check& check) {
    const IdxImages images = draw_images();
    const std::string bytes = image_file(images);
    const std::size_t cut = *dimension(0, bytes.size()).as("cut");
    const std::string parts = gzipped(bytes.substr(0, cut)) + gzipped(bytes.substr(cut));
    check.holds(equal(parse_idx_images(parts, "t.idx"), images), "the images");
  });
}

TEST(Idx, PixelsAreDividedBy255AndStandInTheirOrder) {
  property([](Check& check) {
    const IdxImages images = draw_images();
    const Matrix<double> X = pixels_of<double>(images);
    const Matrix<float> singles = pixels_of<float>(images);
    const auto complex = pixels_of<std::complex<double>>(images);
    const std::size_t d = images.rows * images.columns;
    check.holds(X.size1() == images.count && X.size2() == d, "the shape");
    for (std::size_t i = 0; i < images.count; ++i) {
      for (std::size_t j = 0; j < d; ++j) {
        const int pixel = images.pixels[i * d + j];
        check.agree(255 * X(i, j), pixel, 2 * epsilon);  // two roundings
        check.holds(0 <= X(i, j) && X(i, j) <= 1, "from 0 to 1");
        check.holds(singles(i, j) == static_cast<float>(pixel) / 255.0F, "in single precision");
        check.holds(complex(i, j) == X(i, j), "as complex numbers");
      }
    }
  });
  EXPECT_THROW(pixels_of<double>({2, 2, 2, Bytes(7)}), ShapeError);
}

TEST(Idx, AFileThatEndsTooEarlyIsRefusedWithItsLastByte) {
  property([](Check& check) {
    const IdxImages images = draw_images();
    const Bytes labels = draw_bytes(*dimension(1, 9));
    const auto refuses_each_part = [&](const std::string& whole, std::size_t header,
                                       const auto& refusal) {
      check.holds(says(refusal(""), {"t.idx: is empty; download it again"}), refusal(""));
      for (std::size_t end = 1; end < whole.size(); ++end) {
        const std::string message = refusal(whole.substr(0, end));
        const std::string where = "t.idx: ends " + byte(end);
        const std::string why =
            end < header ? "within the header of " + std::to_string(header) + " bytes"
                         : "of the " + std::to_string(whole.size() - header) + " that its header";
        check.holds(says(message, {where.c_str(), why.c_str(), "; download it again"}), message);
      }
    };
    refuses_each_part(image_file(images), image_header, image_refusal);
    refuses_each_part(label_file(labels), label_header, label_refusal);
  });
}

TEST(Idx, AFileThatGoesOnIsRefusedWithTheByte) {
  property([](Check& check) {
    const std::string more(*dimension(1, 5).as("more"), 'x');
    const std::string images = image_file(draw_images());
    const std::string labels = label_file(draw_bytes(*dimension(1, 9)));
    const std::string of_images = "t.idx: goes on " + byte(images.size());
    const std::string of_labels = "t.idx: goes on " + byte(labels.size());
    for (const bool zip : {false, true}) {
      const auto file = [&](const std::string& bytes) { return zip ? gzipped(bytes) : bytes; };
      const std::string images_said = image_refusal(file(images + more));
      check.holds(says(images_said, {of_images.c_str(), "where its header says it ends; "}),
                  images_said);
      const std::string labels_said = label_refusal(file(labels + more));
      check.holds(says(labels_said, {of_labels.c_str()}), labels_said);
      check.holds(says(labels_said, {"of what gzip compressed"}) == zip, labels_said);
    }
  });
}

TEST(Idx, AnyOtherByteInAHeaderIsRefused) {
  property([](Check& check) {
    std::string images = image_file(draw_images());
    std::string labels = label_file(draw_bytes(*dimension(1, 9)));
    const auto damage = [](std::string& bytes, std::size_t position) {
      const std::size_t change = *dimension(1, 255).as("change");
      bytes[position] = static_cast<char>(static_cast<unsigned char>(bytes[position]) ^ change);
    };
    const std::size_t of_images = *dimension(0, image_header - 1).as("position in images");
    const std::size_t of_labels = *dimension(0, label_header - 1).as("position in labels");
    damage(images, of_images);
    damage(labels, of_labels);
    const std::string images_said = image_refusal(images);
    const std::string labels_said = label_refusal(labels);
    check.holds(says(images_said, {"t.idx: ", "at byte ", "; "}), images_said);
    check.holds(says(labels_said, {"t.idx: ", "at byte ", "; "}), labels_said);
    check.holds(says(images_said, {"begins with 0x"}) == (of_images < 4), images_said);
    check.holds(says(labels_said, {"begins with 0x"}) == (of_labels < 4), labels_said);
  });
}

TEST(Idx, RefusesWithThePlaceAndTheRemedy) {
  const std::string images = idx_file({0x803, 1, 1, 2}, {7, 8});
  const std::string labels = idx_file({0x801, 2}, {7, 8});
  const std::size_t most = 0xFFFFFFFF;
  struct Case {
    const char* what;
    std::string message;
    std::initializer_list<const char*> says;
  };
  const Case table[] = {
      {"labels for images",
       image_refusal(labels),
       {"begins with 0x00000801 at byte 0: it holds labels, and not images; give the file of im"}},
      {"images for labels",
       label_refusal(images),
       {"begins with 0x00000803 at byte 0: it holds images, and not labels; give the file of la"}},
      {"compressed labels",
       image_refusal(gzipped(labels)),
       {"0x00000801 at byte 0 of what gzip compressed: it holds labels"}},
      {"another file",
       image_refusal("a,b,y\n1,2,3\n"),
       {"begins with 0x612c622c at byte 0, and not with 0x00000803; give an IDX file of images"}},
      {"numbers of another type",
       label_refusal(idx_file({0xD01, 1}, {0, 0, 0, 0})),
       {"begins with 0x00000d01 at byte 0, and not with 0x00000801; give an IDX file of labels"}},
      {"no images",
       image_refusal(idx_file({0x803, 0, 28, 28}, {})),
       {"says at byte 4 that it holds 0 images; give a file with one image or more"}},
      {"no rows",
       image_refusal(idx_file({0x803, 3, 0, 28}, {})),
       {"says at byte 8 that its images have 0 rows; give images of one pixel or more"}},
      {"no columns",
       image_refusal(idx_file({0x803, 3, 28, 0}, {})),
       {"says at byte 12 that its images have 0 columns; give"}},
      {"no labels",
       label_refusal(idx_file({0x801, 0}, {})),
       {"says at byte 4 that it holds 0 labels; give a file with one label or more"}},
      {"sizes whose product is none of a machine",
       image_refusal(idx_file({0x803, most, most, most}, {1})),
       {"at byte 4 that it holds 4294967295 images of 4294967295 x 4294967295, more than"}},
      {"a product that would be 0",
       image_refusal(idx_file({0x803, 0x80000000, 0x80000000, 4}, {})),
       {"at byte 4 that it holds 2147483648 images of 2147483648 x 4, more than anybody has"}},
      {"a little too much",
       image_refusal(idx_file({0x803, 257, 0x10000, 0x10000}, {})),
       {"257 images of 65536 x 65536, more than anybody has"}},
      {"as much as is allowed",
       image_refusal(idx_file({0x803, 256, 0x10000, 0x10000}, {5})),
       {"ends at byte 17, with 1 byte of the 1099511627776 that its header promises"}},
  };
  for (const Case& c : table) {
    EXPECT_TRUE(says(c.message, {"t.idx: ", "; "}) && says(c.message, c.says))
        << c.what << ": " << c.message;
  }
}

TEST(Idx, FilesThatDoNotBelongTogetherAreBothNamed) {
  const ScratchFolder folder;
  property([&](Check& check) {
    const IdxImages images = draw_images();
    std::size_t count = *dimension(1, 9).as("labels");
    if (count == images.count) ++count;
    const std::string image_path = folder.write("pictures", image_file(images));
    const std::string label_path = folder.write("names", label_file(draw_bytes(count)));
    const std::string message = message_of<InputError>([&] { read_idx(image_path, label_path); });
    const std::string of_images = image_path + ": has " + std::to_string(images.count) + " image";
    const std::string of_labels = label_path + " has " + std::to_string(count) + " label";
    check.holds(says(message, {of_images.c_str(), of_labels.c_str(), "; give two files that"}),
                message);
  });
}

TEST(Idx, AFileThatCannotBeReadIsRefused) {
  const ScratchFolder folder;
  const std::string missing =
      message_of<InputError>([&] { read_idx_images(folder.file("missing")); });
  EXPECT_TRUE(says(missing, {"/missing: cannot be read: No such file"})) << missing;
  const std::string directory = message_of<InputError>([&] { read_idx_labels(folder.path()); });
  EXPECT_TRUE(says(directory, {"is a folder"})) << directory;
  const std::string empty =
      message_of<InputError>([&] { read_idx_labels(folder.write("nothing", "")); });
  EXPECT_TRUE(says(empty, {"/nothing: is empty"})) << empty;
}

TEST(IdxInGzip, IsRefusedWhereverItIsCut) {
  property([](Check& check) {
    constexpr std::size_t gzip_header = 10;
    const std::string whole = gzipped(image_file(draw_images()));
    for (std::size_t end = 2; end < whole.size(); ++end) {
      const std::string message = image_refusal(whole.substr(0, end));
      const std::string where = "t.idx: ends " + byte(end) + ", before its gzip data do; ";
      check.holds(end < gzip_header ? says(message, {"t.idx: has a damaged gzip header"})
                                    : says(message, {where.c_str(), "download it again"}),
                  message);
    }
  });
}

TEST(IdxInGzip, IsRefusedWithAnythingBehindIt) {
  property([](Check& check) {
    const std::string whole = gzipped(image_file(draw_images()));
    std::string more =
        *rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::arbitrary<char>())).as("more");
    if (*label() == 1) more[0] = '\x1f';  // as a header of gzip begins
    const std::string message = image_refusal(whole + more);
    check.holds(says(message, {"t.idx: ", "gzip", "; download it again"}), message);
  });
}

TEST(IdxInGzip, IsNeverReadAsSomethingElseWhenItIsDamaged) {
  property([](Check& check) {
    const IdxImages images = draw_images();
    std::string bytes = gzipped(image_file(images));
    const std::size_t position = *dimension(0, bytes.size() - 1).as("position");
    const std::size_t change = *dimension(1, 255).as("change");
    bytes[position] = static_cast<char>(static_cast<unsigned char>(bytes[position]) ^ change);
    try {
      // Such as the time in the header of gzip, which nobody asks for.
      check.holds(equal(parse_idx_images(bytes, "t.idx"), images), "the same images");
    } catch (const InputError& error) {
      check.holds(says(error.what(), {"t.idx: ", "; "}), error.what());
    }
  });
}

TEST(IdxInGzip, AWrongChecksumIsRefused) {
  property([](Check& check) {
    std::string bytes = gzipped(label_file(draw_bytes(*dimension(1, 9))));
    const std::size_t position = bytes.size() - *dimension(5, 8).as("from the end");
    bytes[position] = static_cast<char>(bytes[position] ^ 1);
    const std::string message = label_refusal(bytes);
    check.holds(says(message, {"t.idx: is damaged", "the checksum that gzip wrote"}), message);
  });
}

// A few kilobytes that stand for sixteen megabytes.
TEST(IdxInGzip, ABombIsReadNoFurtherThanItsHeaderPromises) {
  const std::string bomb = gzipped(idx_file({0x801, 2}, Bytes(std::size_t{1} << 24)));
  ASSERT_LT(bomb.size(), std::size_t{40'000});
  const std::string message = label_refusal(bomb);
  EXPECT_TRUE(says(message, {"goes on at byte 10 of what gzip compressed"})) << message;

  ByteStream stream(bomb, "t.idx");
  std::array<std::uint8_t, 12> beginning{};
  EXPECT_EQ(stream.read(beginning), beginning.size());
  EXPECT_EQ(stream.position(), beginning.size());
  EXPECT_TRUE(stream.is_compressed());
  EXPECT_EQ(stream.name(), "t.idx");
}

// Of a few images more shares than there are of them, too: some are empty.
TEST(IdxShares, StandOneBehindTheOther) {
  const ScratchFolder folder;
  property([&](Check& check) {
    IdxImages images = draw_images();
    images.count = *dimension(1, 9).as("count");
    images.pixels = draw_bytes(images.count * images.rows * images.columns);
    const Bytes labels = draw_bytes(images.count);
    const bool zip = *label() == 1;
    const std::size_t P = *dimension(1, 12).as("P");
    const std::string image_bytes = image_file(images);
    const std::string label_bytes = label_file(labels);
    const std::string image_path = folder.write("images", zip ? gzipped(image_bytes) : image_bytes);
    const std::string label_path = folder.write("labels", zip ? gzipped(label_bytes) : label_bytes);
    check.holds(equal(put_together(check, image_path, P), images), "the images");
    const IdxImages whole = read_idx_images(image_path);
    check.holds(whole.first == 0 && whole.in_file == images.count, "the whole is a share");
    for (std::size_t p = 0; p < P; ++p) {
      const LabelledImages both = read_idx(image_path, label_path, {p, P});
      const IdxImages alone = read_idx_images(image_path, {p, P});
      check.holds(equal(both.images, alone) && both.images.first == alone.first &&
                      both.images.in_file == images.count,
                  "the images with their labels");
      check.holds(both.labels == labels, "the labels of all");
      const Matrix<double> X = pixels_of<double>(alone);
      check.holds(X.size1() == alone.count && X.size2() == images.rows * images.columns,
                  "a row for each image of the share");
    }
  });
}

// Shares begin and end in the middle of what is read at once, or have several of these pieces.
TEST(IdxShares, OfLargeFilesAreReadToTheirEnd) {
  const ScratchFolder folder;
  examples([&](Check& check) {
    IdxImages images{7, 700, 701, Bytes(std::size_t{7} * 700 * 701)};
    for (std::size_t k = 0; k < images.pixels.size(); ++k) {
      images.pixels[k] = static_cast<std::uint8_t>((k * 7919) >> 5);
    }
    for (const std::string& bytes : {image_file(images), gzipped(image_file(images))}) {
      const std::string path = folder.write("f", bytes);
      for (const std::size_t P : {1U, 2U, 3U, 7U, 9U}) {
        check.holds(equal(put_together(check, path, P), images), "the images");
      }
    }
  });
}

// Each share reads the whole file: what is wrong with the images of another one is said by all, in
// the same words.
TEST(IdxShares, EachRefusesWhatIsWrongAnywhere) {
  const ScratchFolder folder;
  property([&](Check& check) {
    IdxImages images = draw_images();
    images.count = *dimension(1, 9).as("count");
    images.pixels = draw_bytes(images.count * images.rows * images.columns);
    std::string bytes = image_file(images);
    const bool zip = *label() == 1;
    const std::size_t damage = *dimension(0, 2).as("damage");
    if (damage == 0) bytes.resize(*dimension(0, bytes.size() - 1).as("cut"));
    if (damage == 1) bytes += std::string(*dimension(1, 5).as("more"), 'x');
    if (zip) bytes = gzipped(bytes);
    if (damage == 2) {
      const std::size_t position = *dimension(0, bytes.size() - 1).as("position");
      const std::size_t change = *dimension(1, 255).as("change");
      bytes[position] = static_cast<char>(static_cast<unsigned char>(bytes[position]) ^ change);
    }
    const std::string path = folder.write("f", bytes);
    const std::string whole = said_of_share(path, {});
    if (damage < 2) check.holds(!whole.empty(), "it is refused");
    const std::size_t P = *dimension(1, 12).as("P");
    for (std::size_t p = 0; p < P; ++p) {
      const std::string said = said_of_share(path, {p, P});
      check.holds(said == whole, said + ", and of the whole: " + whole);
    }
    // A pixel of another value, or such as the time in the header of gzip, is no damage to see.
    if (!whole.empty()) return;
    check.holds(equal(put_together(check, path, P), read_idx_images(path)), "the same images");
  });
}

TEST(IdxShares, EachCountsTheImagesAndTheLabelsOfAll) {
  const ScratchFolder folder;
  property([&](Check& check) {
    const IdxImages images = draw_images();
    std::size_t count = *dimension(1, 9).as("labels");
    if (count == images.count) ++count;
    const std::string image_path = folder.write("pictures", image_file(images));
    const std::string label_path = folder.write("names", label_file(draw_bytes(count)));
    const std::string whole = message_of<InputError>([&] { read_idx(image_path, label_path); });
    const std::size_t P = *dimension(1, 6).as("P");
    const std::size_t p = *dimension(0, P - 1).as("p");
    const std::string said = message_of<InputError>([&] {
      read_idx(image_path, label_path, {p, P});
    });
    check.holds(said == whole, said);
  });
}
