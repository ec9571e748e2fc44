#include "check.h"

#define FFFD "\xEF\xBF\xBD"

#define CHECK_LOSSY(bytes, text)                         \
  do {                                                   \
    ori_str s_;                                          \
    ori_str_from_lossy(&s_, bytes, sizeof(bytes) - 1);   \
    CHECK_STR(s_, text);                                 \
    ori_str_release(&s_);                                \
    CHECK(ori_utf8_valid(bytes, sizeof(bytes) - 1) == (strcmp(bytes, text) == 0)); \
  } while (0)

void test_utf8(void) {
  CHECK_LOSSY("", "");
  CHECK_LOSSY("plain", "plain");
  CHECK_LOSSY("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
  CHECK_LOSSY("\x80", FFFD);
  CHECK_LOSSY("\xC0\x80", FFFD FFFD);
  CHECK_LOSSY("\xC3", FFFD);
  CHECK_LOSSY("\xC3" "a", FFFD "a");
  CHECK_LOSSY("\xE2\x82", FFFD);
  CHECK_LOSSY("\xE2\x82" "abc", FFFD "abc");
  CHECK_LOSSY("\xE0\x80\x80", FFFD FFFD FFFD);
  CHECK_LOSSY("\xED\xA0\x80", FFFD FFFD FFFD); /* a surrogate */
  CHECK_LOSSY("\xED\x9F\xBF\xEE\x80\x80", "\xED\x9F\xBF\xEE\x80\x80");
  CHECK_LOSSY("\xF0\x80\x80\x80", FFFD FFFD FFFD FFFD);
  CHECK_LOSSY("\xF0\x90\x80", FFFD);
  CHECK_LOSSY("\xF4\x8F\xBF\xBF", "\xF4\x8F\xBF\xBF");
  CHECK_LOSSY("\xF4\x90\x80\x80", FFFD FFFD FFFD FFFD);
  CHECK_LOSSY("\xF5" "a", FFFD "a");
  CHECK_LOSSY("\xFF\xFE", FFFD FFFD);
  CHECK_LOSSY("0123456789\xF0\x9F\x98z0123456789\xE2\x82\xACz",
              "0123456789" FFFD "z0123456789\xE2\x82\xACz");
}
