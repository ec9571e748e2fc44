/**
 * What a frame releases when a call in it unwinds while an iterator is live: the matrix of call forms and iterators
 * (UW-1 to UW-3). An iterator is a counted value, so what drops it is an `RcDec` in the unwind block and no call whose
 * argument would need a mark.
 */
import { assert, assertEquals } from "@std/assert";
import type { ArcFunction, ArcProgram, Op } from "../src/arc/mod.ts";
import { compileVerified } from "./support/run_program.ts";
import { checkSources } from "./support/snapshot.ts";

const CALLS = { Apply: "fails(n: 1)", ApplyIndirect: "fs[0](1)" } as const;

/** The body around a call, and how often an unwind block releases the iterator. */
const FRAMES = {
  live: ["let $n = CALL; rest.count() + n", 1],
  "dropped before": ["let $c = rest.count(); let $n = CALL; c + n", 0],
  "of a loop": ["let n = 0; for s in rest do n += s.len() + CALL; n", 1],
  "in a chain": ['let $it = rest.map(s -> s + "!"); let $n = CALL; it.count() + n', 1],
} as const;

const NONE =
  "let $k = s.len(); let $n = CALL; if k > 9 then n * k + n else if k > n then k - n * 2 else k * k";

function compile(body: string): ArcProgram {
  const source =
    `@fails (n: int) -> int = if n > 3 then panic(msg: "stop") else 1 + fails(n: n + 1);
@frame (s: str, fs: [(int) -> int]) -> int = {
    ${body}
}
@main (args: [str]) -> void = {
    let $n = args.len();
    print(msg: catch(expr: frame(s: \`{n} in an iterator\`, fs: [k -> k / n])).debug())
}
`;
  return compileVerified(checkSources({ "main.ori": source }, ["main.ori"])).arc;
}

function frameOf(program: ArcProgram): ArcFunction {
  const fn = program.fns.find(({ name }) => name === "frame");
  assert(fn !== undefined, "frame was inlined");
  return fn;
}

/** For each call of the form in `frame` that can unwind: the types that its unwind block releases. */
function releasedBy(program: ArcProgram, form: keyof typeof CALLS): string[][] {
  const fn = frameOf(program);
  return fn.blocks.flatMap(({ terminator }) => {
    if (terminator.kind !== "Invoke" || terminator.call.kind !== form) return [];
    const unwind = fn.blocks[terminator.unwind];
    assertEquals(unwind?.terminator.kind, "Resume");
    return [(unwind?.ops ?? []).map((op) => {
      assert(op.kind === "RcDec", op.kind);
      return program.types.get(fn.varTypes[op.target] ?? fn.result).name;
    })];
  });
}

/** The ops of the unwind blocks that `frame` has and that do not resume: where a \`catch\` ends a panic. */
function handlersOf(program: ArcProgram): (readonly Op[])[] {
  const fn = frameOf(program);
  return fn.blocks.flatMap(({ terminator }) => {
    if (terminator.kind !== "Invoke") return [];
    const unwind = fn.blocks[terminator.unwind];
    return unwind === undefined || unwind.terminator.kind === "Resume" ? [] : [unwind.ops];
  });
}

const isIterator = (type: string): boolean => /^\[str\]$|ListIter/.test(type);

for (const form of ["Apply", "ApplyIndirect"] as const) {
  for (const [name, [body, count]] of Object.entries(FRAMES)) {
    Deno.test(`unwinding ${form}, an iterator ${name}: released ${count} times (UW-1, UW-2, UW-3)`, () => {
      const made = "let (_, rest) = [s, s + s].iter().next();";
      const released = releasedBy(compile(`${made} ${body.replace("CALL", CALLS[form])}`), form);
      assertEquals(
        released.map((types) => types.filter(isIterator).length),
        count === 0 ? [] : [count],
      );
    });
  }

  Deno.test(`unwinding ${form}, no iterator: nothing to release, no unwind block (UW-2)`, () => {
    assertEquals(releasedBy(compile(NONE.replace("CALL", CALLS[form])), form), []);
  });
}

for (const [name, [body]] of Object.entries({ ...FRAMES, none: [NONE] as const })) {
  Deno.test(`an unwind block that does not resume releases nothing, an iterator ${name} (UW-2)`, () => {
    const made = name === "none" ? "" : "let (_, rest) = [s, s + s].iter().next();";
    for (const call of Object.values(CALLS)) {
      const caught = `catch(expr: ${call}).unwrap_or(default: 3)`;
      const handlers = handlersOf(compile(`${made} ${body.replace("CALL", caught)}`));
      assert(handlers.length > 0);
      for (const ops of handlers) {
        assertEquals(ops.map(({ kind }) => kind), ["TakePanic", "Construct"]);
      }
    }
  });
}
