/** Builds the C tests of this folder with the sanitizers and without, and runs them. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createHost } from "../../src/driver/host.ts";
import { findToolchain } from "../../src/native/mod.ts";

import { checkBlob } from "./blob_checks.ts";
import { buildRuntimeTests, type Run, runnerOf, RUNTIME } from "./build.ts";

const BUILDS = [
  {
    name: "sanitized",
    flags: ["-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"],
    isSanitized: true,
  },
  { name: "optimized", flags: ["-O2"], isSanitized: false },
] as const;

/** The digits of `String(x)` without an exponent. */
function plainDigits(x: number): string {
  if (Number.isNaN(x)) return "NaN";
  if (!Number.isFinite(x)) return x < 0 ? "-inf" : "inf";
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(String(x));
  if (match === null) return String(x);
  const [, sign, whole, fraction = "", exponent] = match;
  const digits = whole + fraction;
  const point = whole!.length + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits + "0".repeat(point - digits.length);
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** Doubles of every kind: all powers of two and of ten with their neighbours, and pseudo-random bits. */
function doublesToPrint(): BigUint64Array<ArrayBuffer> {
  const bits: bigint[] = [];
  for (let exponent = 0n; exponent < 2048n; exponent++) {
    for (const step of [-1n, 0n, 1n]) bits.push(BigInt.asUintN(64, (exponent << 52n) + step));
  }
  for (let exponent = -330; exponent <= 310; exponent++) {
    const nearest = new BigUint64Array(new Float64Array([Number(`1e${exponent}`)]).buffer)[0]!;
    bits.push(nearest, BigInt.asUintN(64, nearest + 1n), BigInt.asUintN(64, nearest - 1n));
  }
  let state = 0x9e3779b97f4a7c15n;
  for (let i = 0; i < 50_000; i++) {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    bits.push(state ^ (state >> 29n));
    bits.push(new BigUint64Array(new Float64Array([Number(state >> 32n) / 1e4]).buffer)[0]!);
  }
  return new BigUint64Array(bits);
}

async function checkFloats(run: Run): Promise<void> {
  const bits = doublesToPrint();
  const values = new Float64Array(bits.buffer);
  const stdin = Array.from(bits, (b) => `${b.toString(16)}\n`).join("");
  const { code, stdout } = await run(["floats"], { stdin });
  assertEquals(code, 0);
  const lines = stdout.trimEnd().split("\n");
  assertEquals(lines.length, values.length);
  for (const [i, value] of values.entries()) {
    if (lines[i] !== plainDigits(value)) assertEquals(lines[i], plainDigits(value));
  }
}

async function checkCase(run: Run): Promise<void> {
  const texts = ["abc XYZ 19 äöüß ŉ ŁÓDŹ ΣΊΣΥΦΟΣ ﬁ İ", "x".repeat(40) + "é".repeat(40), "Ⓐ𐐀ǆ"];
  const { stdout } = await run(["case"], { stdin: texts.map((text) => `${text}\n`).join("") });
  const expected = texts.flatMap((text) => [
    [...text].map((c) => c.toUpperCase()).join(""),
    [...text].map((c) => c.toLowerCase()).join(""),
  ]);
  assertEquals(stdout.trimEnd().split("\n"), expected);
}

/** Lines of every kind: long, without an end, with bytes that are not UTF-8. */
async function checkStdin(run: Run): Promise<void> {
  const long = "é".repeat(200_000);
  const lines = await run(["lines"], { stdin: `a\r\n\n${long}\nlast` });
  assertEquals(lines.stdout, `3:a\r\n1:\n400001:${long}\n4:last`);
  const bad = new Uint8Array([0x61, 0xff, 0x0a, 0xe2, 0x82, 0x0a, 0xef, 0xbb, 0xbf, 0x62]);
  const decoded = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bad);
  assertEquals((await run(["lines"], { stdin: bad })).stdout.replace(/\d+:/g, ""), decoded);
  assertEquals((await run(["lines"])).stdout, "");
  const env = { ORI_TEST_VARIABLE: "a value of more than 23 bytes, on the heap" };
  const folder = await Deno.makeTempDir({ prefix: "ori-world-" });
  assertEquals(await run(["world", folder], { env }), { code: 0, stdout: "", stderr: "" });
  await Deno.remove(folder, { recursive: true });
  const rest = await run(["rest"], { stdin: `one\n${long}\nthree` });
  assertEquals(rest.stdout, `${long}\nthree\n`);
  assertEquals(rest.stderr, `${long}\nthree\n`);
}

async function checkLeakReport(run: Run, isSanitized: boolean): Promise<void> {
  const env = { ORI_CHECK_LEAKS: "1", ASAN_OPTIONS: "detect_leaks=0" };
  const leak = await run(["leak"], { env });
  assertEquals(leak.code, 2);
  assertEquals(
    leak.stderr,
    "ori: 3 RC allocation(s) not freed (memory leak)\n" +
      "  1 x [str], allocated in (start)\n  2 x str, allocated in main at main.ori:1:2\n",
  );
  const silent = await run(["leak"], { env: { ASAN_OPTIONS: "detect_leaks=0" } });
  assertEquals(silent, { code: 3, stdout: "", stderr: "" });
  if (isSanitized) {
    const found = await run(["leak"]);
    assertStringIncludes(found.stderr, "LeakSanitizer: detected memory leaks");
  }
}

/** Under the leak check, a size that is not the block's ends the program. */
async function checkSizes(run: Run, isSanitized: boolean): Promise<void> {
  const env = { ORI_CHECK_LEAKS: "1", ASAN_OPTIONS: "detect_leaks=0" };
  for (const [mode, sizes] of [["wrong size", [40, 24]], ["wrong resize", [4000, 4001]]] as const) {
    assertEquals(await run([mode], { env }), {
      code: 70,
      stdout: "",
      stderr: `ori: internal error: a block of ${sizes[0]} bytes is freed as one of ${sizes[1]}: ` +
        "[byte], allocated in main at main.ori:4:5\n",
    });
  }
  if (!isSanitized) assertEquals((await run(["freed"], { env })).code, 0);
}

async function checkTrace(run: Run): Promise<void> {
  const env = { ORI_TRACE_RC: "1", ASAN_OPTIONS: "detect_leaks=0" };
  const { stderr } = await run(["harness", "0", "x".repeat(30)], { env });
  const events = stderr.trimEnd().split("\n").map((line) => line.replace(/0x[0-9a-f]+/, "@"));
  assertEquals(events, [
    "[RC] alloc @ [str] count=1 in main at main.ori:2:3 (loop#1/body)",
    "[RC] alloc @ str count=1 in main at main.ori:2:3 (loop#1/body)",
    "[RC] dec @ [str] count=1->0 in main at main.ori:2:3 (loop#1/body)",
    "[RC] dec @ str count=1->0 in main at main.ori:2:3 (loop#1/body)",
    "[RC] free @ str in main at main.ori:2:3 (loop#1/body)",
    "[RC] free @ [str] in main at main.ori:2:3 (loop#1/body)",
  ]);
}

async function checkEnds(run: Run): Promise<void> {
  assertEquals(await run(["exit"]), { code: 300 & 255, stdout: "bye", stderr: "" });
  assertEquals(await run(["panic"]), {
    code: 1,
    stdout: "out\n",
    stderr: `panic: ${"x".repeat(30)} at main.ori:1:2\n`,
  });
  assertEquals(await run(["overflow"]), {
    code: 1,
    stdout: "before\n",
    stderr: "panic: stack overflow\n",
  });
  const fault = await run(["fault"]);
  assert(fault.code !== 0 && !fault.stderr.includes("stack overflow"));
}

/** Two panics at once that a `drop` cannot keep apart end the program. */
async function checkAborts(run: Run): Promise<void> {
  for (const mode of ["panic in unwinding", "panic while kept"]) {
    assertEquals(await run([mode]), {
      code: 134,
      stdout: "",
      stderr: "panic: second at main.ori:3:7\n" +
        "abort: in `drop`, while this panic was unwinding: first at main.ori:3:7\n",
    });
  }
}

async function checkHarness(run: Run): Promise<void> {
  assertEquals(await run(["harness", "2", "a", "b"]), { code: 2, stdout: "a\nb\n", stderr: "" });
  for (const args of [[], ["3"], ["-1"], ["1x"], [""], ["99999999999999999999"]]) {
    const result = await run(["harness", ...args]);
    assertEquals(result.code, 64);
    assertStringIncludes(result.stderr, "number of a test, less than 3");
  }
}

for (const { name, flags, isSanitized } of BUILDS) {
  Deno.test(`runtime, ${name}`, async (t) => {
    const folder = Deno.makeTempDirSync({ prefix: "ori-runtime-" });
    try {
      const run = runnerOf(await buildRuntimeTests(flags, folder));
      await t.step("unit tests", async () => {
        const clean = { code: 0, stdout: "", stderr: "" };
        assertEquals(await run(["all"]), clean);
        assertEquals(await run(["all"], { env: { ORI_CHECK_LEAKS: "1" } }), clean);
      });
      await t.step("floats print as in ECMAScript", () => checkFloats(run));
      await t.step("upper and lower case", () => checkCase(run));
      await t.step("stdin", () => checkStdin(run));
      await t.step("leak report", () => checkLeakReport(run, isSanitized));
      await t.step("sizes of freed blocks", () => checkSizes(run, isSanitized));
      await t.step("trace", () => checkTrace(run));
      await t.step("exit, panic, overflow, fault", () => checkEnds(run));
      await t.step("two panics that end the program", () => checkAborts(run));
      await t.step("test harness", () => checkHarness(run));
      await t.step("program blob", () => checkBlob(run, folder));
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  });
}

Deno.test("runtime, canaries: what is done to blocks is noticed, and tests pass", async () => {
  const folder = Deno.makeTempDirSync({ prefix: "ori-runtime-" });
  try {
    const run = runnerOf(await buildRuntimeTests(["-O2", "-DORI_CANARIES"], folder));
    assertEquals(await run(["all"]), { code: 0, stdout: "", stderr: "" });
    assertEquals(await run(["freed"]), { code: 0, stdout: "db\n", stderr: "" });
    for (
      const [mode, what] of [
        ["wrong size", "a block is freed with a size that is not its own, size 24"],
        ["wrong resize", "a block is freed with a size that is not its own, size 4001"],
        ["freed twice", "a block is freed twice, or was written in front of, size 40"],
        ["overrun", "a block was written behind its end, size 40"],
        ["written freed", "a freed block was written to, size 40"],
      ]
    ) {
      const stderr = `ori: internal error: ${what} at main at main.ori:4:5\n`;
      assertEquals(await run([mode!]), { code: 70, stdout: "", stderr });
    }
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("freed blocks are poisoned in debug builds", async () => {
  const folder = Deno.makeTempDirSync({ prefix: "ori-runtime-" });
  try {
    // The tests have a table of functions, as only debug builds do.
    const run = runnerOf(await buildRuntimeTests(["-O2"], folder));
    assertEquals(await run(["freed"]), { code: 0, stdout: "db\n", stderr: "" });
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("the hot part defines no state", async () => {
  const host = createHost();
  const toolchain = await findToolchain(host);
  assert("clang" in toolchain);
  const args = ["-O2", "-DORI_RT_HOT", "-S", "-emit-llvm", RUNTIME, "-o", "-"];
  const result = await host.runProcess(toolchain.clang, args);
  assert(result.kind === "finished");
  const globals = new TextDecoder().decode(result.stdout).split("\n")
    .filter((line) => /^@.*(global|constant)/.test(line) && !line.includes("external"));
  assertEquals(globals, []);
});
