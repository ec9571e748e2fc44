#include "checked.h"

/* NULL is the leaf. */
typedef struct tree {
  struct tree *left, *right;
} tree;

static tree *make(int64_t depth) {
  if (depth == 0) return NULL;
  tree *node = malloc(sizeof *node);
  if (node == NULL) fail("out of memory");
  node->left = make(sub(depth, 1));
  node->right = make(sub(depth, 1));
  return node;
}

static int64_t count(const tree *t) {
  return t == NULL ? 1 : add(add(1, count(t->left)), count(t->right));
}

static void drop(tree *t) {
  if (t == NULL) return;
  drop(t->left);
  drop(t->right);
  free(t);
}

int main(void) {
  int64_t total = 0;
  for (int64_t i = 0; i < 40; i++) {
    tree *t = make(add(16, i % 2));
    total = add(total, count(t));
    drop(t);
  }
  printf("%lld\n", (long long)total);
  return 0;
}
