import { assertEquals } from "@std/assert";
import { expText, fixedText } from "./float_digits.ts";

/** What printf of C prints. */
const FIXED: readonly (readonly [number, number, string])[] = [
  [0, 0, "0"],
  [0, 2, "0.00"],
  [-0, 1, "-0.0"],
  [0.5, 0, "0"],
  [1.5, 0, "2"],
  [2.5, 0, "2"],
  [-2.5, 0, "-2"],
  [0.125, 2, "0.12"],
  [0.375, 2, "0.38"],
  [0.1, 20, "0.10000000000000000555"],
  [1.005, 2, "1.00"],
  [999.9996, 3, "1000.000"],
  [1e21, 1, "1000000000000000000000.0"],
  [5e-324, 5, "0.00000"],
  [2 ** 70, 0, "1180591620717411303424"],
];

for (const [x, precision, expected] of FIXED) {
  Deno.test(`${x} with ${precision} digits after the point`, () => {
    assertEquals(fixedText(x, precision), expected);
  });
}

const EXP: readonly (readonly [number, number, string])[] = [
  [0, 0, "0e0"],
  [0, 3, "0.000e0"],
  [-0, 0, "-0e0"],
  [1500, 1, "1.5e3"],
  [1234.5, 3, "1.234e3"],
  [1235.5, 3, "1.236e3"],
  [9.5, 0, "1e1"],
  [8.5, 0, "8e0"],
  [999.96, 3, "1.000e3"],
  [0.00099996, 3, "1.000e-3"],
  [1e23, 0, "1e23"],
  [1e23, 20, "9.99999999999999916114e22"],
  [5e-324, 3, "4.941e-324"],
  [Number.MAX_VALUE, 2, "1.80e308"],
];

for (const [x, precision, expected] of EXP) {
  Deno.test(`${x} as a power of ten with ${precision} digits`, () => {
    assertEquals(expText(x, precision), expected);
  });
}

/** ECMAScript rounds ties up, so they are left out. */
function isTie(exact: string, precision: number): boolean {
  return /^50*(e|$)/.test(exact.slice(exact.indexOf(".") + 1 + precision));
}

Deno.test("random values have the digits of ECMAScript", () => {
  let state = 1;
  const next = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
  for (let i = 0; i < 4000; i++) {
    const x = (next() + next() / 2 ** 31) * 2 ** Math.floor(next() * 120 - 60);
    const precision = Math.floor(next() * 30);
    if (x < 1e20 && !isTie(x.toFixed(100), precision)) {
      assertEquals(fixedText(x, precision), x.toFixed(precision));
    }
    if (isTie(x.toExponential(100), precision)) continue;
    assertEquals(expText(-x, precision), (-x).toExponential(precision).replace("e+", "e"));
  }
});
