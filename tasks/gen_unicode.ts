/**
 * Writes the tables of full case mappings, one code point at a time and without context rules, for
 * the VM (`src/vm/unicode_case.ts`) and the C runtime (`runtime/src/unicode_case.inc`), and those of the
 * classes of code points for std (`src/std/prelude/char_tables.ori`, `src/std/text/width_tables.ori`). The tables are committed, so that
 * every engine maps alike whatever Unicode version its host knows.
 *
 *     deno run -A tasks/gen_unicode.ts [--check]
 */
type Mapping = readonly [from: number, to: readonly number[]];

const CASES = ["upper", "lower"] as const;

function mappings(change: (char: string) => string): Mapping[] {
  const all: Mapping[] = [];
  for (let from = 0; from <= 0x10ffff; from++) {
    if (from >= 0xd800 && from <= 0xdfff) continue;
    const char = String.fromCodePoint(from);
    const changed = change(char);
    if (changed !== char) all.push([from, [...changed].map(codePoint)]);
  }
  return all;
}

function codePoint(char: string): number {
  return char.codePointAt(0) ?? 0;
}

function hex(value: number): string {
  return value === 0 ? "0" : `0x${value.toString(16)}`;
}

function cTable(name: string, all: readonly Mapping[]): string {
  const rows = all.map(([from, to]) =>
    `  {${hex(from)}, {${[0, 1, 2].map((i) => hex(to[i] ?? 0)).join(", ")}}},\n`
  );
  return `static const case_mapping ori_case_${name}[] = {\n${rows.join("")}};\n`;
}

/** Runs of mappings to one code point with one distance and one step: `first-last/step+distance`. */
function runs(all: readonly Mapping[]): string[] {
  const texts: string[] = [];
  for (let i = 0; i < all.length;) {
    const [first, to] = all[i];
    const distance = to[0] - first;
    const step = all[i + 1] === undefined ? 1 : all[i + 1][0] - first;
    let end = i + 1;
    const goesOn = ([from, next]: Mapping) =>
      next.length === 1 && next[0] - from === distance && from === first + (end - i) * step;
    while (to.length === 1 && step <= 2 && end < all.length && goesOn(all[end])) end++;
    const target = to.length === 1 ? String(distance) : to.map((t) => t.toString(36)).join(".");
    texts.push(
      to.length === 1
        ? `${first.toString(36)},${end - i},${end - i === 1 ? 1 : step},${target}`
        : `${first.toString(36)},${target}`,
    );
    i = end;
  }
  return texts;
}

function tsTable(name: string, all: readonly Mapping[]): string {
  const lines: string[] = [];
  let line = "";
  for (const run of runs(all)) {
    if (line.length + run.length > 90) {
      lines.push(line);
      line = "";
    }
    line += `${run};`;
  }
  lines.push(line);
  const text = lines.map((each) => `  "${each}"`).join(" +\n");
  return `export const ${name.toUpperCase()}_RUNS =\n${text};\n`;
}

/** Properties of code points that std asks for, by the name of their table. */
const CLASSES: ReadonlyMap<string, RegExp> = new Map([
  ["alphabetic", /^\p{Alphabetic}$/u],
  ["numeric", /^\p{N}$/u],
  ["uppercase", /^\p{Uppercase}$/u],
  ["lowercase", /^\p{Lowercase}$/u],
]);

/** Marks that combine with the character before, joiners and other signs without a width. */
const ZERO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}\u{1160}-\u{11ff}]$/u;

/**
 * What takes two columns: the classes W and F of EastAsianWidth.txt (Unicode 15), which regular expressions do not know, with
 * unassigned code points between them.
 */
// deno-fmt-ignore
const WIDE: readonly (readonly [low: number, high: number])[] = [
  [0x1100, 0x115f], [0x231a, 0x231b], [0x2329, 0x232a], [0x23e9, 0x23ec], [0x23f0, 0x23f0],
  [0x23f3, 0x23f3], [0x25fd, 0x25fe], [0x2614, 0x2615], [0x2648, 0x2653], [0x267f, 0x267f],
  [0x2693, 0x2693], [0x26a1, 0x26a1], [0x26aa, 0x26ab], [0x26bd, 0x26be], [0x26c4, 0x26c5],
  [0x26ce, 0x26ce], [0x26d4, 0x26d4], [0x26ea, 0x26ea], [0x26f2, 0x26f3], [0x26f5, 0x26f5],
  [0x26fa, 0x26fa], [0x26fd, 0x26fd], [0x2705, 0x2705], [0x270a, 0x270b], [0x2728, 0x2728],
  [0x274c, 0x274c], [0x274e, 0x274e], [0x2753, 0x2755], [0x2757, 0x2757], [0x2795, 0x2797],
  [0x27b0, 0x27b0], [0x27bf, 0x27bf], [0x2b1b, 0x2b1c], [0x2b50, 0x2b50], [0x2b55, 0x2b55],
  [0x2e80, 0x303e], [0x3041, 0x3247], [0x3250, 0x4dbf], [0x4e00, 0xa4c6], [0xa960, 0xa97c],
  [0xac00, 0xd7a3], [0xf900, 0xfad9], [0xfe10, 0xfe19], [0xfe30, 0xfe6b], [0xff01, 0xff60],
  [0xffe0, 0xffe6], [0x16fe0, 0x18d08], [0x1aff0, 0x1b2fb], [0x1f004, 0x1f004],
  [0x1f0cf, 0x1f0cf], [0x1f18e, 0x1f18e], [0x1f191, 0x1f19a], [0x1f200, 0x1f320],
  [0x1f32d, 0x1f335], [0x1f337, 0x1f37c], [0x1f37e, 0x1f393], [0x1f3a0, 0x1f3ca],
  [0x1f3cf, 0x1f3d3], [0x1f3e0, 0x1f3f0], [0x1f3f4, 0x1f3f4], [0x1f3f8, 0x1f43e],
  [0x1f440, 0x1f440], [0x1f442, 0x1f4fc], [0x1f4ff, 0x1f53d], [0x1f54b, 0x1f54e],
  [0x1f550, 0x1f567], [0x1f57a, 0x1f57a], [0x1f595, 0x1f596], [0x1f5a4, 0x1f5a4],
  [0x1f5fb, 0x1f64f], [0x1f680, 0x1f6c5], [0x1f6cc, 0x1f6cc], [0x1f6d0, 0x1f6d2],
  [0x1f6d5, 0x1f6df], [0x1f6eb, 0x1f6ec], [0x1f6f4, 0x1f6fc], [0x1f7e0, 0x1f7f0],
  [0x1f90c, 0x1f93a], [0x1f93c, 0x1f945], [0x1f947, 0x1f9ff], [0x1fa70, 0x1faf6],
  [0x20000, 0x3fffd],
];

/** Where membership changes, from the first member on. */
function boundaries(test: RegExp): number[] {
  return changes((code) => test.test(String.fromCodePoint(code)));
}

function changes(holds: (code: number) => boolean): number[] {
  const all: number[] = [];
  for (let at = 0; at <= 0x110000; at++) {
    const isSurrogate = at >= 0xd800 && at <= 0xdfff;
    const isMember = at <= 0x10ffff && !isSurrogate && holds(at);
    if (isMember !== (all.length % 2 === 1)) all.push(at);
  }
  return all;
}

/** Four characters from `0` on, six bits each, the highest first. */
function sixBits(value: number): string {
  return [18, 12, 6, 0].map((shift) => String.fromCharCode(48 + (value >> shift & 63))).join("");
}

function oriTable(name: string, at: readonly number[]): string {
  const text = at.map(sixBits).join("").replaceAll("\\", "\\\\");
  return `@${name}_table () -> str = "${text}";\n`;
}

function classTables(): string {
  return oriTables([...CLASSES].map(([name, test]) => oriTable(name, boundaries(test))));
}

function widthTables(): string {
  return oriTables([
    oriTable("zero_width", boundaries(ZERO_WIDTH)),
    oriTable("wide", changes((code) => WIDE.some(([low, high]) => code >= low && code <= high))),
  ]);
}

function oriTables(tables: readonly string[]): string {
  return `// ${HEADER}
//
// Code points where membership in a class changes, in ascending order, each in four characters from
// \`0\` on: six bits each, the highest first.
${tables.join("\n")}`;
}

const HEADER = "Generated by tasks/gen_unicode.ts. Do not edit.";
const FORMAT = `/**
 * ${HEADER}
 *
 * Runs separated by \`;\`. \`first,count,step,distance\`: count code points from \`first\` (base 36), step
 * apart, each mapped to the one at that distance. \`first,to.to\`: one mapped to several (base 36).
 */
`;

function outputs(): Map<string, string> {
  const tables = {
    upper: mappings((char) => char.toUpperCase()),
    lower: mappings((char) => char.toLowerCase()),
  };
  const c = CASES.map((name) => cTable(name, tables[name]));
  const ts = CASES.map((name) => tsTable(name, tables[name]));
  return new Map([
    ["../runtime/src/unicode_case.inc", `/* ${HEADER} */\n${c.join("\n")}`],
    ["../src/vm/unicode_case.ts", `${FORMAT}${ts.join("")}`],
    ["../src/std/prelude/char_tables.ori", classTables()],
    ["../src/std/text/width_tables.ori", widthTables()],
  ]);
}

if (import.meta.main) {
  const isCheck = Deno.args.includes("--check");
  let stale = false;
  for (const [path, text] of outputs()) {
    const url = new URL(path, import.meta.url);
    if (!isCheck) await Deno.writeTextFile(url, text);
    else if (await Deno.readTextFile(url) !== text) {
      console.error(`${path} is out of date: run tasks/gen_unicode.ts`);
      stale = true;
    }
  }
  if (stale) Deno.exit(1);
}
