/** The capture matrix: every kind of captured value crossed with every use; a program per kind, a function per cell. */
import { CAPTURE_KINDS, type CaptureKind } from "./capture_kinds.ts";
import { BODY_USES } from "./capture_body_uses.ts";
import { type CaptureUse, forKind, shownBy } from "./capture_use.ts";
import { CLOSURE_USES } from "./capture_uses.ts";

const CAPTURE_USES = [...CLOSURE_USES, ...BODY_USES];

/** Kinds that each run crosses with every use: one of each layout. */
const THOROUGH_KINDS: ReadonlySet<string> = new Set(
  "int str_24 list_str map_str_list trait_object nested_struct option_str recursive_sum closure"
    .split(" "),
);

/** Uses that each run crosses with every kind. */
const CORE_USES: ReadonlySet<string> = new Set(
  `never_called called_once called_in_loop called_hidden method method_with_params returned result_called_directly
  returned_param returned_from_branch returned_early in_struct in_list_pushed in_list_replaced in_map in_option
  in_tuple in_sum in_iterator_not_consumed passed passed_never_called passed_down_recursion to_fold to_nested_hofs
  with_its_capture curried curried_thrice curried_not_finished two_levels three_levels recaptured_local
  recaptured_borrowed_param recaptured_borrowed_param_three_levels closure_of_closure_of_it source_reassigned
  captured_in_loop made_and_captured_in_loop captured_in_one_branch captured_in_one_arm taken_out_of_option given_back
  aliased_in_body shadowed_and_changed_in_body stored_by_body dropped_by_panic panic_in_body panic_under_hof
  panic_with_closures_in_list called_twice_unveiled two_levels_unveiled`.split(/\s+/),
);

export interface CaptureCell {
  /** As the program prints it: the use. */
  readonly name: string;
  /** What the cell shows, from the table. */
  readonly expected: string;
}

/** The program of a kind: without arguments it prints each cell as `NAME: TEXT`, else the cells that it is given. */
export interface CaptureProgram {
  readonly kind: CaptureKind;
  readonly source: string;
  readonly cells: readonly CaptureCell[];
}

/** The programs of the matrix: every cell, or the rows and columns that each run takes. */
export function capturePrograms(scope: "every cell" | "each run"): CaptureProgram[] {
  return CAPTURE_KINDS.map((kind) => {
    const isWhole = scope === "every cell" || THOROUGH_KINDS.has(kind.name);
    const uses = CAPTURE_USES.filter(({ name }) => isWhole || CORE_USES.has(name));
    const cells = uses.map(({ name, shows }) => ({ name, expected: shownBy(kind, shows) }));
    return { kind, source: sourceOf(kind, uses), cells };
  });
}

/** `veil(x)` is `x`. It calls itself, not last, so that no pass sees through it. */
const VEIL = `@veiled () -> bool = "".len() > 0;
@veil<T> (x: T) -> T = if veiled() then veil(veil(x)) else x;`;

/** Names above that no row has. */
export function unknownRows(): string[] {
  const known = [...CAPTURE_KINDS, ...CAPTURE_USES].map(({ name }) => name);
  return [...THOROUGH_KINDS, ...CORE_USES].filter((name) => !known.includes(name));
}

function sourceOf(kind: CaptureKind, uses: readonly CaptureUse[]): string {
  const names = uses.map(({ name }) => name);
  const items = [VEIL, kind.items ?? "", ...uses.map((use) => forKind(kind, use.items))];
  const cells = uses.map(({ name, body }) => `@cell_${name} () -> str = ${forKind(kind, body)};`);
  return `${items.filter((text) => text !== "").join("\n")}
@made () -> ${kind.type} = ${kind.made};
@other () -> ${kind.type} = ${kind.other};

${cells.join("\n\n")}

@cell (name: str) -> str = match name {
${names.map((name) => `    "${name}" -> cell_${name}(),`).join("\n")}
    _ -> panic(msg: "no cell " + name),
}

@main (args: [str]) -> void = {
    let $all = [${names.map((name) => `"${name}"`).join(", ")}];
    let $names = if args.is_empty() then all else args;
    for name in names do print(msg: name + ": " + cell(name))
}
`;
}

/** The texts of cells in what a program printed. */
export function readCells(stdout: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of stdout.split("\n")) {
    const colon = line.indexOf(": ");
    if (colon > 0) found.set(line.slice(0, colon), line.slice(colon + 2));
  }
  return found;
}

/**
 * A closure that captures a value of every kind, called by a function that sees only its type. With an argument the
 * program panics while it holds that closure and a list of one closure per kind.
 */
export function allKindsAtOnce(): {
  readonly source: string;
  /** What it prints without arguments. */
  readonly calm: string;
  /** The last words of a panic. */
  readonly panicking: string;
} {
  const kinds = CAPTURE_KINDS.map((kind) => ({ ...kind, variable: `v_${kind.name}` }));
  const items = [...new Set(kinds.map((kind) => kind.items ?? ""))].filter((text) => text !== "");
  const reads = kinds.map((kind) => kind.read(kind.variable));
  const source = `@finish (f: (int) -> [str], fs: [() -> str], fails: bool) -> [str] = {
    let $texts = f(fs.len());
    if fails then panic(msg: \`{texts.len()}\`) else texts
}

${items.join("\n")}
@main (args: [str]) -> void = {
${kinds.map(({ variable, type, made }) => `    let $${variable}: ${type} = ${made};`).join("\n")}
    let $f = (n: int) -> [n.to_str(), ${reads.join(", ")}];
    let $fs = [${reads.map((read) => `() -> ${read}`).join(", ")}];
    let $texts = finish(f:, fs:, fails: args.len() > 0);
    for (i, g) in fs.enumerate() do if g() != texts[i + 1] then panic(msg: \`{i}\`);
    print(msg: texts.join(sep: ";"))
}
`;
  const texts = [String(kinds.length), ...kinds.map(({ shows }) => shows)];
  return {
    source,
    calm: `${texts.join(";")}\n`,
    panicking: `panic: ${texts.length} at captures.ori:3:19\n`,
  };
}

/**
 * Makes no and then so many closures over one value of each kind, and says on stderr `## KIND COUNT` before each: what
 * is allocated in between is what the closures cost.
 */
export function blockCounts(): {
  readonly source: string;
  readonly kinds: readonly string[];
  readonly closures: number;
} {
  const closures = 20;
  const items = [...new Set(CAPTURE_KINDS.map((kind) => kind.items ?? ""))];
  const cell = (kind: CaptureKind, count: number) =>
    `@${kind.name}_${count} () -> void = {
    let $v: ${kind.type} = ${kind.made};
    eprint(msg: "## ${kind.name} ${count}");
    let fs = [];
    for i in 0..${count} do fs = fs.push(() -> ${kind.read("v")} + i.to_str());
    eprint(msg: "## done");
    for f in fs do if f().len() < 0 then print(msg: "never")
}
`;
  const cells = CAPTURE_KINDS.flatMap((kind) => [cell(kind, 0), cell(kind, closures)]);
  const calls = CAPTURE_KINDS.flatMap(({ name }) => [`${name}_0()`, `${name}_${closures}()`]);
  const source = `${items.filter((text) => text !== "").join("\n")}
${cells.join("\n")}
@main () -> void = {
    ${calls.join(";\n    ")}
}
`;
  return { source, kinds: CAPTURE_KINDS.map(({ name }) => name), closures };
}
