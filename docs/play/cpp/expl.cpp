// e^x in `long double` for WebAssembly.
//
// There `long double` has 113 bits, but the C library's expl is its exp: 53 of them are right. The
// study of steps takes its truth in `long double`, so it gets one that deserves the name.
#include <cmath>

/// e^x = 2^k e^r with r = x − k ln 2, |r| ≤ ln 2 / 2, and e^r = (e^(r/64))^64 by its Taylor series.
/// Good to about 30 digits where x is moderate, which is all that is asked of it here.
extern "C" long double expl(long double x) {
  constexpr long double ln2 = 0.693147180559945309417232121458176568075500134360255254L;
  const double k = std::round(static_cast<double>(x) / static_cast<double>(ln2));
  const long double r = (x - static_cast<long double>(k) * ln2) / 64;
  long double term = 1;
  long double sum = 1;
  for (int n = 1; n <= 14; ++n) {
    term *= r / n;
    sum += term;
  }
  for (int squarings = 0; squarings < 6; ++squarings) sum *= sum;
  return std::ldexp(sum, static_cast<int>(k));
}
