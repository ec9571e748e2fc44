#include "checked.h"

typedef struct {
  double x, y, z, vx, vy, vz, mass;
} body;

enum { COUNT = 5 };

static const body planets[COUNT] = {
    {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 39.47841760435743},
    {4.84143144246472, -1.16032004402742, -0.103622044471123, 0.606326392995832, 2.81198684491626, -0.0252183616598876, 0.0376936749096657},
    {8.34336671824457, 4.12479856412430, -0.403523417114321, -1.01077434617879, 1.82566237123041, 0.00841576137658415, 0.0112863261319688},
    {12.8943695621391, -15.1111514016986, -0.223307578892656, 1.08279100644153, 0.868713018169608, -0.0108326374013636, 0.00172372405705971},
    {15.3796971148509, -25.9193146099879, 0.179258772950371, 0.979090732243898, 0.594698998647676, -0.0347559555078104, 0.00203368686992463},
};

/* `n` is the length of the list, which C does not know better than Ori does. */
static void advance(body *bs, size_t n, double dt) {
  for (int64_t i = 0; i < 5; i++) {
    for (int64_t j = add(i, 1); j < 5; j++) {
      body *a = &bs[at(i, n)], *b = &bs[at(j, n)];
      double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
      double d2 = dx * dx + dy * dy + dz * dz + 0.01;
      double mag = dt / (d2 * d2);
      double mi = a->mass * mag, mj = b->mass * mag;
      a->vx -= dx * mj;
      a->vy -= dy * mj;
      a->vz -= dz * mj;
      b->vx += dx * mi;
      b->vy += dy * mi;
      b->vz += dz * mi;
    }
  }
  for (int64_t i = 0; i < 5; i++) {
    body *b = &bs[at(i, n)];
    b->x += dt * b->vx;
    b->y += dt * b->vy;
    b->z += dt * b->vz;
  }
}

static double kinetic_energy(const body *bs, size_t n) {
  double sum = 0.0;
  for (size_t i = 0; i < n; i++) {
    sum += 0.5 * bs[i].mass * (bs[i].vx * bs[i].vx + bs[i].vy * bs[i].vy + bs[i].vz * bs[i].vz);
  }
  return sum;
}

/* The shortest digits that read back as `value`, as Ori prints a float of this size. */
static void print_float(double value) {
  char text[40];
  for (int digits = 1; digits <= 17; digits++) {
    snprintf(text, sizeof text, "%.*g", digits, value);
    if (strtod(text, NULL) == value) break;
  }
  puts(text);
}

int main(void) {
  volatile size_t count = COUNT;
  size_t n = count;
  body *bs = malloc(n * sizeof *bs);
  if (bs == NULL) fail("out of memory");
  for (size_t i = 0; i < n; i++) bs[i] = planets[i];
  for (int64_t step = 0; step < 3000000; step++) advance(bs, n, 0.001);
  print_float(kinetic_energy(bs, n));
  free(bs);
  return 0;
}
