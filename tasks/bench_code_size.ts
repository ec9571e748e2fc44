/**
 * Measures what instances of generics cost: LLVM text, native code and build time, as a Markdown table.
 *
 *     deno task bench:size
 *
 * The program uses five generic functions (on a generic container, a map by key, with a closure, with a bound, sorting) at
 * each of its types; types come in five shapes, from a scalar to a struct that holds references. `ori build --release`
 * from source, the runtime cached.
 */
import { fromFileUrl, join } from "@std/path";

const MAIN = fromFileUrl(new URL("../main.ts", import.meta.url));
const PER_TYPE = 5;

const GENERICS = `type Stack<T> = { items: [T], pushed: int }

impl<T> Stack<T> {
    @push (self, value: T) -> Stack<T> = Stack { items: self.items.push(value), pushed: self.pushed + 1 };
}

@all_on<T> (values: [T]) -> Stack<T> = {
    let stack = Stack { items: [], pushed: 0 };
    for value in values do stack = stack.push(value:);
    stack
}

@by_key<T> (values: [T], key: (T) -> int) -> {int: T} = {
    let found: {int: T} = {};
    for value in values do found[key(value)] = value;
    found
}

@count_where<T> (values: [T], predicate: (T) -> bool) -> int = {
    let count = 0;
    for value in values do if predicate(value) then count += 1;
    count
}

@largest<T: Comparable> (values: [T]) -> Option<T> = {
    let best: Option<T> = None;
    for value in values do
        best = match best { Some(b) -> if value > b then Some(value) else best, None -> Some(value) };
    best
}

@ranked<T: Comparable> (values: [T]) -> [T] = values.sort().reverse();

`;

/** Fields of the types, by shape; the names differ so that no two types are the same. */
const SHAPES = [
  ["int"],
  ["int", "int"],
  ["str"],
  ["int", "str", "float"],
  ["[int]", "str", "bool"],
] as const;

const VALUES = { int: "n", str: "`t{n}`", float: "1.5", bool: "n > 1", "[int]": "[n]" } as const;

/** A program with `types` types and `PER_TYPE` instances for each. */
export function instancesProgram(types: number): string {
  const parts = [GENERICS];
  for (let k = 0; k < types; k++) {
    const shape = SHAPES[k % SHAPES.length] ?? SHAPES[0];
    const fields = shape.map((type, i) => `f${i}: ${type}`).join(", ");
    const values = shape.map((type, i) => `f${i}: ${VALUES[type]}`).join(", ");
    parts.push(`#derive(Eq, Comparable)
type T${k} = { ${fields} }

@use${k} (size: int) -> int = {
    let values = for n in 0..size yield T${k} { ${values} };
    let stack = all_on(values:);
    let found = by_key(values:, key: v -> if v == values[0] then 0 else 1);
    stack.pushed + found.len() + count_where(values:, predicate: v -> v != values[0])
        + ranked(values:).len() + (if largest(values:).is_some() then 1 else 0)
}

`);
  }
  const calls = Array.from({ length: types }, (_, k) => `use${k}(size:)`).join(" + ");
  parts.push(
    `@main (args: [str]) -> void = { let size = args.len() + 3; print(msg: \`{${calls}}\`) }\n`,
  );
  return parts.join("");
}

interface Size {
  readonly types: number;
  readonly llvm: number;
  readonly code: number;
  readonly seconds: number;
}

async function run(command: string, args: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(command, {
    args: [...args],
    stdout: "piped",
    stderr: "piped",
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

async function measure(types: number, folder: string): Promise<Size> {
  const source = join(folder, `types${types}.ori`);
  const binary = join(folder, `types${types}`);
  Deno.writeTextFileSync(source, instancesProgram(types));
  const ori = ["run", "-A", MAIN, "build", "--release", source];
  const llvm = (await run(Deno.execPath(), [...ori, "--emit=llvm"])).length;
  const start = performance.now();
  await run(Deno.execPath(), [...ori, "-o", binary]);
  const seconds = (performance.now() - start) / 1000;
  const sections = await run("size", [binary]);
  const code = Number(sections.trim().split("\n").at(-1)?.trim().split(/\s+/)[0]);
  return { types, llvm, code, seconds };
}

function row({ types, llvm, code, seconds }: Size, first: Size): string {
  const instances = types * PER_TYPE;
  const more = instances - first.types * PER_TYPE;
  const each = (value: number): string => more > 0 ? (value / more).toFixed(2) : "";
  const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(0);
  const cells = [
    instances,
    kilobytes(llvm),
    each((llvm - first.llvm) / 1000),
    kilobytes(code),
    each((code - first.code) / 1000),
    seconds.toFixed(1),
    each((seconds - first.seconds) * 1000),
  ];
  return `| ${cells.join(" | ")} |`;
}

if (import.meta.main) {
  const folder = Deno.makeTempDirSync({ prefix: "ori-size-" });
  try {
    const sizes: Size[] = [];
    for (const types of [1, 10, 20, 40]) sizes.push(await measure(types, folder));
    const [first] = sizes;
    if (first === undefined) throw new Error("nothing was measured");
    console.log(
      [
        "| Instances | LLVM text, kB | each | code, kB | each | build, s | each, ms |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        ...sizes.map((size) => row(size, first)),
      ].join("\n"),
    );
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}
