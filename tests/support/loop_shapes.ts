/**
 * Pairs of programs that do the same: a function that calls itself or another one last, and a loop written by hand.
 *
 * Every kind of accumulator goes with every kind of recursion, place of the call, origin of the accumulator and with a
 * function value that makes the callee go into its caller.
 */

/** What goes around the loop. */
interface Accumulator {
  readonly items?: string;
  readonly type: string;
  /** A value that takes memory, made of the int `n`. */
  readonly start: string;
  /** The next value, from `acc` and the number `k`. */
  readonly step: string;
  /** An int, from the value `v`. */
  readonly measure: string;
}

export const ACCUMULATORS: Readonly<Record<string, Accumulator>> = {
  list: { type: "[int]", start: "[n, 1]", step: "acc.push(k)", measure: "v.len()" },
  map: {
    type: "{int: int}",
    start: "{ 1: n }",
    step: "acc.insert(key: k, value: k)",
    measure: "v.len()",
  },
  str: {
    type: "str",
    start: "`a text of {n} that is longer than what is kept inline`",
    step: 'acc + "abcdefghijklm"',
    measure: "v.len()",
  },
  struct: {
    items: "type Sum = { all: [int], count: int }",
    type: "Sum",
    start: "Sum { all: [n], count: 0 }",
    step: "Sum { all: acc.all.push(k), count: acc.count + k }",
    measure: "v.all.len() + v.count",
  },
  cell: {
    items: "type Cells = Nil | Cell(head: int, tail: Cells);\n" +
      "@size (c: Cells, n: int) -> int = match c { Nil -> n, Cell(_, t) -> size(c: t, n: n + 1) };",
    type: "Cells",
    start: "Cell(head: n, tail: Nil)",
    step: "Cell(head: k, tail: acc)",
    measure: "size(c: v, n: 0)",
  },
};

const RECURSIONS = ["self", "mutual"] as const;
/** A function that is given a closure goes into its caller. */
const CALLEES = ["called", "inlined"] as const;
/** Where the first value comes from. */
const ORIGINS = ["fresh", "parameter", "field"] as const;
const PLACES = ["plain", "closure", "for"] as const;

interface Choice {
  readonly recursion: typeof RECURSIONS[number];
  readonly callee: typeof CALLEES[number];
  readonly origin: typeof ORIGINS[number];
  readonly place: typeof PLACES[number];
}

export interface LoopShape {
  readonly name: string;
  /** The function for the recursion and the one for the loop, each from an int to an int. */
  readonly recursive: string;
  readonly looping: string;
}

export interface LoopProgram {
  readonly text: string;
  readonly shapes: readonly LoopShape[];
}

function choices(): readonly Choice[] {
  return RECURSIONS.flatMap((recursion) =>
    CALLEES.flatMap((callee) =>
      ORIGINS.flatMap((origin) => PLACES.map((place) => ({ recursion, callee, origin, place })))
    )
  );
}

/** A program with all shapes of one accumulator; its argument names the function to run. */
export function loopProgram(accumulator: Accumulator): LoopProgram {
  const parts: string[] = [accumulator.items ?? ""];
  const { type } = accumulator;
  parts.push(`type Holder = { value: ${type}, count: int }`);
  const shapes = choices().map((choice, index): LoopShape => {
    const [recursive, looping] = [`recursive${index}`, `looping${index}`];
    const [r, l] = [`r${index}`, `l${index}`];
    parts.push(recursionText(r, choice, accumulator), userText(recursive, r, choice, accumulator));
    parts.push(loopText(l, choice, accumulator), userText(looping, l, choice, accumulator));
    return { name: Object.values(choice).join(", "), recursive, looping };
  });
  const cases = shapes.flatMap(({ recursive, looping }) => [recursive, looping])
    .map((name) => `        "${name}" -> ${name}(n: args.len() + 10),\n`);
  parts.push(
    `@main (args: [str]) -> void = {\n    let $n = match args[0] {\n${
      cases.join("")
    }        _ -> panic(msg: "no such function"),\n    };\n    print(msg: \`{n}\`)\n}`,
  );
  return { text: parts.join("\n") + "\n", shapes };
}

/** The parameter and the argument for a function value, and the number that goes into the accumulator. */
function functionValue({ callee }: Choice): { param: string; pass: string; number: string } {
  return callee === "inlined"
    ? { param: ", f: (int) -> int", pass: ", f:", number: "f(n)" }
    : { param: "", pass: "", number: "n" };
}

function recursionText(name: string, choice: Choice, { type, step }: Accumulator): string {
  const { param, pass, number } = functionValue(choice);
  const next = step.replaceAll(/\bk\b/g, number);
  const one = (from: string, to: string): string =>
    `@${from} (n: int, acc: ${type}${param}) -> ${type} =\n` +
    `    if n == 0 then acc else ${to}(n: n - 1, acc: ${next}${pass});`;
  if (choice.recursion === "self") return one(name, name);
  return one(name, `${name}b`) + "\n" + one(`${name}b`, name);
}

/** The loop tests the number as often as the recursion does: before each step. */
function loopText(name: string, choice: Choice, { type, step }: Accumulator): string {
  const { param, number } = functionValue(choice);
  const next = step.replaceAll(/\bk\b/g, number.replace("n", "i")).replaceAll(/\bacc\b/g, "v");
  const turn = `if i == 0 then break v; let $j = i - 1; v = ${next}; i = j;`;
  const turns = choice.recursion === "self" ? turn : `${turn} { ${turn} }`;
  return `@${name} (n: int, acc: ${type}${param}) -> ${type} = {
    let v = acc;
    let i = n;
    loop { ${turns} }
}`;
}

/** Keeps the function it is in from being inlined: the accumulator has to come in as a parameter. */
const PADDING = "(d * 3 + n * 5 - d % 7) * (n - d + 1) - (d * 11 - n * 2)";

/** A function \`name\` of an int that calls \`callee\` and measures what it gives. */
function userText(
  name: string,
  callee: string,
  { callee: kind, origin, place }: Choice,
  { type, start, measure }: Accumulator,
): string {
  const closure = kind === "inlined" ? ", f: x -> x + d" : "";
  const first = { fresh: start, parameter: "first", field: "h.value" }[origin];
  const params = { fresh: "", parameter: `, first: ${type}`, field: ", h: Holder" }[origin];
  const given = {
    fresh: "",
    parameter: `, first: ${start}`,
    field: `, h: Holder { value: ${start}, count: n }`,
  }[origin];
  const call = `{ let $v = ${callee}(n:, acc: ${first}${closure}); ${measure} }`;
  const value = {
    plain: call,
    closure: `{ let g = (n: int) -> ${call}; g(n) }`,
    for: `{ let t = 0; for n in 0..n do t += ${call}; t }`,
  }[place];
  return `@${name}with (n: int, d: int${params}) -> int = ${PADDING} + ${value};\n` +
    `@${name} (n: int) -> int = ${name}with(n:, d: n${given});`;
}
