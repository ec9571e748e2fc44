/*
 * Numbers as text and back.
 *
 * Doubles: the shortest digits that round-trip, and of those the closest to the value, by Schubfach
 * (Raffaello Giulietti, "The Schubfach way to render doubles", 2022): the same digits that ECMAScript asks for.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "internal.h"

/* --- int ---------------------------------------------------------------------------------- */

/* Writes the digits of `n` so that they end at `end`; gives where they start. */
static char *digits_before(char *end, uint64_t n) {
  do {
    *--end = (char)('0' + n % 10);
    n /= 10;
  } while (n != 0);
  return end;
}

int64_t ori_format_int(char *to, int64_t n) {
  char digits[ORI_INT_MAX_CHARS];
  char *end = digits + sizeof digits;
  char *start = digits_before(end, n < 0 ? -(uint64_t)n : (uint64_t)n);
  if (n < 0) *--start = '-';
  memcpy(to, start, (size_t)(end - start));
  return end - start;
}

void ori_int_to_str(ori_str *out, int64_t n) {
  char text[ORI_INT_MAX_CHARS];
  ori_str_copy(out, text, ori_format_int(text, n));
}

/* --- float -------------------------------------------------------------------------------- */

struct power_of_ten {
  uint64_t high;
  uint64_t low;
};

#include "float_powers.inc"

#define MANTISSA_BITS 52
#define EXPONENT_MASK 0x7ff
#define EXPONENT_BIAS 1075 /* of the mantissa read as an integer */
#define HIDDEN_BIT (UINT64_C(1) << MANTISSA_BITS)

/* digits * 10^exponent */
typedef struct decimal {
  uint64_t digits;
  int32_t exponent;
} decimal;

/* floor(log2(10^e)), floor(log10(2^e)) and floor(log10(3/4 * 2^e)) for the exponents of doubles. */
static int32_t log2_of_power_of_10(int32_t e) { return (e * 1741647) >> 19; }
static int32_t log10_of_power_of_2(int32_t e) { return (e * 1262611) >> 22; }
static int32_t log10_of_3_quarters(int32_t e) { return (e * 1262611 - 524031) >> 22; }

/* The product's high 64 of 192 bits; the lowest bit also says whether anything below it was lost. */
static uint64_t round_to_odd(struct power_of_ten g, uint64_t c) {
  __uint128_t low = (__uint128_t)g.low * c;
  __uint128_t sum = (__uint128_t)g.high * c + (uint64_t)(low >> 64);
  return (uint64_t)(sum >> 64) | ((uint64_t)sum > 1);
}

/* c * 2^q; `is_power` when the double below is nearer than the one above. Section 9.10 of the paper. */
static decimal shortest(uint64_t c, int32_t q, bool is_power) {
  bool is_odd = (c & 1) != 0;
  int32_t k = is_power ? log10_of_3_quarters(q) : log10_of_power_of_2(q);
  int32_t shift = q + log2_of_power_of_10(-k) + 1;
  struct power_of_ten g = powers_of_ten[-k - FIRST_POWER];
  uint64_t below = round_to_odd(g, (4 * c - 2 + is_power) << shift);
  uint64_t value = round_to_odd(g, (4 * c) << shift);
  uint64_t above = round_to_odd(g, (4 * c + 2) << shift);
  uint64_t lower = below + is_odd; /* an even mantissa owns the ends of its interval */
  uint64_t upper = above - is_odd;
  uint64_t s = value / 4;
  if (s >= 10) {
    uint64_t tens = s / 10;
    bool is_low_inside = lower <= 40 * tens;
    bool is_high_inside = 40 * tens + 40 <= upper;
    if (is_low_inside != is_high_inside) return (decimal){tens + is_high_inside, k + 1};
  }
  bool is_low_inside = lower <= 4 * s;
  bool is_high_inside = 4 * s + 4 <= upper;
  if (is_low_inside != is_high_inside) return (decimal){s + is_high_inside, k};
  uint64_t middle = 4 * s + 2;
  bool rounds_up = value > middle || (value == middle && (s & 1) != 0);
  return (decimal){s + rounds_up, k};
}

/* `x` is positive and finite. */
static decimal to_decimal(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  uint64_t mantissa = bits & (HIDDEN_BIT - 1);
  int32_t exponent = (int32_t)(bits >> MANTISSA_BITS) & EXPONENT_MASK;
  decimal result;
  if (exponent == 0) {
    result = shortest(mantissa, 1 - EXPONENT_BIAS, false);
  } else {
    uint64_t c = mantissa | HIDDEN_BIT;
    int32_t q = exponent - EXPONENT_BIAS;
    bool is_small_whole = q <= 0 && q > -53 && (c & ((UINT64_C(1) << -q) - 1)) == 0;
    if (is_small_whole) return (decimal){c >> -q, 0};
    result = shortest(c, q, mantissa == 0 && exponent > 1);
  }
  while (result.digits % 10 == 0) {
    result.digits /= 10;
    result.exponent++;
  }
  return result;
}

/* Digits without an exponent: with zeros behind, a point inside, or "0." and zeros before. */
static char *write_plain(char *to, decimal d) {
  char digits[ORI_INT_MAX_CHARS];
  char *end = digits + sizeof digits;
  char *start = digits_before(end, d.digits);
  int64_t count = end - start;
  int64_t whole = count + d.exponent; /* digits before the point */
  if (d.exponent >= 0) {
    memcpy(to, start, (size_t)count);
    memset(to + count, '0', (size_t)d.exponent);
    return to + whole;
  }
  if (whole > 0) {
    memcpy(to, start, (size_t)whole);
    to[whole] = '.';
    memcpy(to + whole + 1, start + whole, (size_t)(count - whole));
    return to + count + 1;
  }
  memcpy(to, "0.", 2);
  memset(to + 2, '0', (size_t)-whole);
  memcpy(to + 2 - whole, start, (size_t)count);
  return to + 2 - whole + count;
}

int64_t ori_format_float(char *to, double x) {
  const char *word = isnan(x) ? "NaN" : isinf(x) ? (x < 0 ? "-inf" : "inf") : x == 0 ? (signbit(x) ? "-0" : "0") : NULL;
  if (word != NULL) {
    memcpy(to, word, strlen(word));
    return (int64_t)strlen(word);
  }
  char *at = to;
  if (x < 0) *at++ = '-';
  return write_plain(at, to_decimal(fabs(x))) - to;
}

void ori_float_to_str(ori_str *out, double x) {
  char text[ORI_FLOAT_MAX_CHARS];
  ori_str_copy(out, text, ori_format_float(text, x));
}

/* printf of the C library rounds the exact value, half to even. */
static void print_float(ori_str *out, const char *format, double x, int64_t precision) {
  char small[128];
  int digits = (int)precision;
  int len = snprintf(small, sizeof small, format, digits, x);
  if (len < (int)sizeof small) {
    ori_str_copy(out, small, len);
    return;
  }
  char *large = malloc((size_t)len + 1);
  if (large == NULL) ori_out_of_memory();
  snprintf(large, (size_t)len + 1, format, digits, x);
  ori_str_copy(out, large, len);
  free(large);
}

void ori_float_to_fixed(ori_str *out, double x, int64_t precision) {
  print_float(out, "%.*f", x, precision);
}

/* Takes `+` and leading zeros out of the exponent; gives the new end of the text. */
static char *shorten_exponent(char *text) {
  char *from = strchr(text, 'e') + 1;
  char *to = from;
  if (*from == '-') to++;
  from++;
  while (*from == '0' && from[1] != '\0') from++;
  size_t len = strlen(from);
  memmove(to, from, len + 1);
  return to + len;
}

void ori_float_to_exp(ori_str *out, double x, int64_t precision) {
  size_t size = (size_t)precision + 16;
  char *text = malloc(size);
  if (text == NULL) ori_out_of_memory();
  snprintf(text, size, "%.*e", (int)precision, x);
  ori_str_copy(out, text, shorten_exponent(text) - text);
  free(text);
}

double ori_str_parse_float(ori_str_borrowed s) {
  ori_text t = str_text(s);
  char small[64];
  bool is_small = t.len < (int64_t)sizeof small;
  char *copy = is_small ? small : malloc((size_t)t.len + 1);
  if (copy == NULL) ori_out_of_memory();
  memcpy(copy, t.bytes, (size_t)t.len);
  copy[t.len] = '\0';
  double value = strtod(copy, NULL);
  if (!is_small) free(copy);
  return value;
}
