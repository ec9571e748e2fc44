#include <math.h>

#include "check.h"

#define CHECK_INT_TEXT(n, text)  \
  do {                           \
    ori_str s_;                  \
    ori_int_to_str(&s_, n);      \
    CHECK_STR(s_, text);         \
  } while (0)

#define CHECK_FLOAT_TEXT(x, text) \
  do {                            \
    ori_str s_;                   \
    ori_float_to_str(&s_, x);     \
    CHECK_STR(s_, text);          \
    ori_str_release(&s_);         \
  } while (0)

#define CHECK_ROUNDED(function, x, precision, text) \
  do {                                              \
    ori_str s_;                                     \
    function(&s_, x, precision);                    \
    CHECK_STR(s_, text);                            \
    ori_str_release(&s_);                           \
  } while (0)

static void test_rounded_floats(void) {
  CHECK_ROUNDED(ori_float_to_fixed, 0.0, 0, "0");
  CHECK_ROUNDED(ori_float_to_fixed, -0.0, 1, "-0.0");
  CHECK_ROUNDED(ori_float_to_fixed, 2.5, 0, "2");
  CHECK_ROUNDED(ori_float_to_fixed, 0.125, 2, "0.12");
  CHECK_ROUNDED(ori_float_to_fixed, 0.1, 20, "0.10000000000000000555");
  CHECK_ROUNDED(ori_float_to_fixed, 999.9996, 3, "1000.000");
  CHECK_ROUNDED(ori_float_to_exp, 0.0, 0, "0e0");
  CHECK_ROUNDED(ori_float_to_exp, 1234.5, 3, "1.234e3");
  CHECK_ROUNDED(ori_float_to_exp, -0.005, 0, "-5e-3");
  CHECK_ROUNDED(ori_float_to_exp, 1e10, 0, "1e10");
  CHECK_ROUNDED(ori_float_to_exp, 5e-324, 3, "4.941e-324");
  CHECK_ROUNDED(ori_float_to_exp, 1.7976931348623157e308, 2, "1.80e308");
  /* Longer than the buffer on the stack. */
  ori_str large;
  ori_float_to_fixed(&large, 1e300, 2);
  CHECK(ori_str_char_count(&large) == 304);
  ori_str_release(&large);
}

void test_format(void) {
  test_rounded_floats();

  CHECK_INT_TEXT(0, "0");
  CHECK_INT_TEXT(-1, "-1");
  CHECK_INT_TEXT(1234567890123, "1234567890123");
  CHECK_INT_TEXT(INT64_MAX, "9223372036854775807");
  CHECK_INT_TEXT(INT64_MIN, "-9223372036854775808");

  CHECK_FLOAT_TEXT(0.0, "0");
  CHECK_FLOAT_TEXT(-0.0, "-0");
  CHECK_FLOAT_TEXT(1.0, "1");
  CHECK_FLOAT_TEXT(-1.5, "-1.5");
  CHECK_FLOAT_TEXT(3.14, "3.14");
  CHECK_FLOAT_TEXT(0.1 + 0.2, "0.30000000000000004");
  CHECK_FLOAT_TEXT(1.0 / 3, "0.3333333333333333");
  CHECK_FLOAT_TEXT(1e21, "1000000000000000000000");
  CHECK_FLOAT_TEXT(1e-7, "0.0000001");
  CHECK_FLOAT_TEXT(9007199254740993.0, "9007199254740992");
  CHECK_FLOAT_TEXT(5.684341886080802e-14, "0.00000000000005684341886080802");
  CHECK_FLOAT_TEXT((double)NAN, "NaN");
  CHECK_FLOAT_TEXT((double)INFINITY, "inf");
  CHECK_FLOAT_TEXT(-(double)INFINITY, "-inf");

  char text[ORI_FLOAT_MAX_CHARS];
  CHECK_INT(ori_format_float(text, -5e-324), 327);
  CHECK_INT(ori_format_float(text, -2.2250738585072014e-308), 327);
  CHECK_INT(ori_format_float(text, -1.7976931348623157e308), 310);

  ori_str s = TEXT("-12.5e1");
  CHECK(ori_str_parse_float(&s) == -125);
  ori_str digits = repeated('9', 400);
  CHECK(isinf(ori_str_parse_float(&digits)));
  ori_str_release(&digits);
}
