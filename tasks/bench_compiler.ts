/**
 * Times the single binary `build/ori` (made by `deno task compile`) and prints a Markdown table.
 *
 *     deno task bench:compiler [--runs=11] [--ori=build/ori]
 *
 * The commands run alternately after one round that fills the caches (the runtime's, Deno's code cache). Times are wall
 * clock, whole process.
 */
import { parseArgs } from "@std/cli/parse-args";
import { fromFileUrl, join, resolve } from "@std/path";
import { median, runBenchmark } from "./bench.ts";

const ROOT = fromFileUrl(new URL("../", import.meta.url));

const HELLO = '@main () -> void = print(msg: "Hello");\n';
const FIB = `@fib (n: int) -> int = if n < 2 then n else fib(n: n - 1) + fib(n: n - 2);
@main () -> void = print(msg: \`{fib(n: 27)}\`);
`;
const FIB_PYTHON = `def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(27))
`;

/** Sizes of the programs that are checked: the time should grow with them. */
const LINES = [1_000, 10_000, 100_000] as const;

/** A part of the large program: types, generics in use, loops, matches, closures. `k` makes its names unique. */
function chapter(k: number): string {
  return `type Rec${k} = { id: int, name: str, score: float, tags: [str] }
type Shape${k} = Circle${k}(r: float) | Rect${k}(w: float, h: float) | Empty${k};

@make${k} (n: int) -> Rec${k} = Rec${k} { id: n, name: \`rec {n}\`, score: 1.5, tags: ["a", "b"] };

@area${k} (s: Shape${k}) -> float = match s {
    Circle${k}(r) -> r * r * 3.14159,
    Rect${k}(w, h) -> w * h,
    Empty${k} -> 0.0,
}

@sum${k} (xs: [int]) -> int = {
    let total = 0;
    for x in xs do {
        if x % 2 == 0 then total += x
        else total -= 1;
    };
    total
}

@update${k} (rs: [Rec${k}]) -> [Rec${k}] = {
    let out = rs;
    for i in 0..out.len() do {
        out[i].score += 1.0;
        out[i].id = i * 2;
    };
    out
}

@work${k} (n: int) -> int = {
    let rs = update${k}(rs: [make${k}(n: n), make${k}(n: n + 1)]);
    let names = for r in rs yield r.name + "!";
    let total = sum${k}(xs: [1, 2, 3, n]) + names.len();
    let found: Option<int> = if n > 3 then Some(n) else None;
    let extra = match found { Some(v) if v > 10 -> v * 2, Some(v) -> v, None -> 0 };
    let add = (a: int) -> a + extra;
    total + add(n) + rs[0].id
}

`;
}

/** A program of at least `lines` lines. */
export function largeProgram(lines: number): string {
  const perChapter = chapter(0).split("\n").length;
  const count = Math.ceil(lines / perChapter);
  const chapters = Array.from({ length: count }, (_, k) => chapter(k));
  const calls = chapters.map((_, k) => `    total += work${k}(n: ${k % 7});\n`).join("");
  return `${chapters.join("")}@main () -> void = {
    let total = 0;
${calls}    print(msg: \`{total}\`)
}
`;
}

/**
 * A program of at least `lines` lines in `modules` modules beside `main.ori`: its files by path. The modules use the same generics of std,
 * and each calls the one before it.
 */
export function largeModules(lines: number, modules: number): Readonly<Record<string, string>> {
  const perChapter = chapter(0).split("\n").length;
  const perModule = Math.ceil(lines / perChapter / modules);
  const files: Record<string, string> = {};
  for (let m = 0; m < modules; m++) {
    const first = m * perModule;
    const chapters = Array.from({ length: perModule }, (_, k) => chapter(first + k));
    const before = m === 0 ? "" : `use "./part${m - 1}" { total${m - 1} };\n\n`;
    const calls = chapters.map((_, k) => `    total += work${first + k}(n: n + ${k});\n`).join("");
    const start = m === 0 ? "0" : `total${m - 1}(n: n + 1)`;
    files[`part${m}.ori`] = `${before}${chapters.join("")}pub @total${m} (n: int) -> int = {
    let total = ${start};
${calls}    total
}
`;
  }
  const last = modules - 1;
  files["main.ori"] = `use "./part${last}" { total${last} };

@main () -> void = print(msg: \`{total${last}(n: 1)}\`);
`;
  return files;
}

/** A command line, what it is called in the table, and its times so far, in milliseconds. */
interface Contestant {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly times: number[];
}

function contestants(ori: string, folder: string): Contestant[] {
  const of = (name: string, command: string, ...args: string[]) => ({
    name,
    command,
    args,
    times: [],
  });
  return [
    ...LINES.map((lines) =>
      of(`\`ori check\` of ${lines.toLocaleString("en")} lines`, ori, "check", `large${lines}.ori`)
    ),
    of("`ori run` of hello world", ori, "run", "hello.ori"),
    of("`ori build` of hello world", ori, "build", "hello.ori", "-o", join(folder, "hello")),
    of("fib(27) on the VM", ori, "run", "fib.ori"),
    of("fib(27) on `python3`", "python3", "fib.py"),
  ];
}

async function time({ name, command, args, times }: Contestant, cwd: string): Promise<void> {
  const start = performance.now();
  const { success, stderr } = await new Deno.Command(command, {
    args: [...args],
    cwd,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  times.push(performance.now() - start);
  if (!success) throw new Error(`${name} failed:\n${new TextDecoder().decode(stderr)}`);
}

async function main(): Promise<void> {
  const args = parseArgs(Deno.args, { string: ["runs", "ori"] });
  const runs = Number(args.runs ?? "11");
  if (!Number.isInteger(runs) || runs < 1) throw new Error("--runs takes a whole number from 1");
  const ori = resolve(args.ori ?? join(ROOT, "build/ori"));
  const folder = Deno.makeTempDirSync({ prefix: "ori-bench-" });
  try {
    const files = {
      "hello.ori": HELLO,
      "fib.ori": FIB,
      "fib.py": FIB_PYTHON,
      ...Object.fromEntries(LINES.map((lines) => [`large${lines}.ori`, largeProgram(lines)])),
    };
    for (const [name, text] of Object.entries(files)) {
      Deno.writeTextFileSync(join(folder, name), text);
    }
    const all = contestants(ori, folder);
    for (let round = 0; round <= runs; round++) {
      for (const contestant of all) await time(contestant, folder);
    }
    const lines = all.map(({ name, times: [, ...times] }) =>
      `| ${name} | ${median(times).toFixed(0)} | ${Math.min(...times).toFixed(0)} |`
    );
    console.log(
      ["| Command | median, ms | least, ms |", "| --- | ---: | ---: |", ...lines].join("\n"),
    );
    console.log(`\n${runs} interleaved runs, whole process.`);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

if (import.meta.main) await runBenchmark(main);
