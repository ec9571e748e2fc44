/** Programs that break one rule of the verifier each, and programs of the same forms that break none. */
import type { CompiledProgram } from "../../src/blob/mod.ts";
import {
  compiled,
  type FunctionText,
  int,
  prim,
  program,
  ref,
  type Row,
  to,
  type,
} from "./assemble.ts";
import { BROKEN_FLOW } from "./broken_flow.ts";
import {
  bad,
  type BrokenCase,
  BUILDER,
  leaf,
  LITERAL,
  main,
  NODE,
  OWNED,
  SOME,
  type SoundCase,
  TEXT,
  withType,
} from "./code_rows.ts";

/** `made` with another list of tests or another entry. */
function withEntries(made: CompiledProgram, entries: object): CompiledProgram {
  return compiled({ ...made.bytecode, ...entries });
}

const whole = main([]);

/** The sound program with words changed by hand. */
function withWords(change: (words: number[]) => number[], rest: object = {}): CompiledProgram {
  const made = program(whole);
  const [first, ...others] = made.bytecode.chunks;
  if (first === undefined) throw new Error("no main");
  const code = Int32Array.from(change([...first.code]));
  return compiled({
    ...made.bytecode,
    chunks: [{ ...first, code, lines: [], ...rest }, ...others],
  });
}

const STRUCTURE: BrokenCase[] = [
  bad("has no room for its parameters", "a parameter in no register", {
    ...main([]),
    params: [["owned", "[str]"]],
    registers: 0,
  }),
  bad("has more registers than it can set", "a frame of a thousand", main([], { registers: 1000 })),
  {
    rule: "does not end",
    name: "no end",
    made: withWords(() => [49, 0, 0, 49, 0, 0]),
  },
  { rule: "jumps into an instruction", name: "a jump", made: withWords((w) => [5, 3, ...w]) },
  {
    rule: "has a table out of order",
    name: "lines",
    made: withWords((w) => w, { lines: [3, 0, 1, 1, 0, 0, 1, 1] }),
  },
  {
    rule: "has a table out of order",
    name: "regions",
    made: withWords((w) => w, { regions: [3, 1, 2, 0, 1, 3] }),
  },
  {
    rule: "has a table out of order",
    name: "a region that begins in an instruction",
    made: withWords((w) => w, { regions: [1, 1, 2] }),
  },
  {
    rule: "a number is missing or out of range",
    name: "a role that there is not",
    made: withWords((w) => w, { regions: [0, 1, 9] }),
  },
  {
    rule: "a number is missing or out of range",
    name: "a region below zero",
    made: withWords((w) => w, { regions: [0, -1, 1] }),
  },
  {
    rule: "has a table out of order",
    name: "a handler of no instruction",
    made: withWords((w) => w, { unwind: [1, 0] }),
  },
  { rule: "has an unknown instruction", name: "number 999", made: withWords((w) => [999, ...w]) },
  { rule: "is cut", name: "operands", made: withWords((w) => w.slice(0, -1)) },
  { rule: "is cut", name: "a list", made: withWords((w) => [...w, 82, 0, 7, 1000]) },
  bad(
    "loads a constant of another kind",
    "an int as text",
    main([LITERAL], {
      constants: [{ kind: "int", value: 1n }],
    }),
  ),
  bad("loads a constant of another kind", "a text as int", main([["LOAD_K", 0, 0]], TEXT)),
  bad("loads a constant of another kind", "a float in a jump", {
    ...main([["LOAD_I", 0, 0], ["JEQ_K", 0, 0, to(2)]]),
    constants: [{ kind: "float", value: 1 }],
  }),
  bad("refers to what is not there", "a register", main([["LOAD_I", 9, 0]])),
  bad("refers to what is not there", "a constant", main([["LOAD_K", 0, 3]])),
  bad("refers to what is not there", "a function", main([["CALL", 0, 4, 99, []]])),
  bad("refers to what is not there", "a type", main([["LIST", 0, 99, []]])),
  bad("refers to what is not there", "a primitive", main([["PRIM1", 0, 999, 0]])),
  bad("refers to what is not there", "an intrinsic", main([["INTRINSIC", 0, 999, -1, []]])),
  bad("refers to what is not there", "a class", main([["LIST", 0, type("[int]"), [3]]])),
  bad("is too large to be checked", "a hundred million places", {
    ...main(Array.from({ length: 40_000 }, (_, i): Row => ["JUMP", to(i + 1)])),
    registers: 80_000,
  }),
];

const ENTRIES: BrokenCase[] = [
  {
    rule: "the test t takes arguments",
    name: "a wrapper as test",
    made: withEntries(program(whole), { tests: [{ fn: 1, name: "t" }] }),
  },
  {
    rule: "the entry takes other arguments",
    name: "an entry with ints",
    made: program({ ...main([]), params: [["owned", "int"]] }),
  },
  {
    rule: "the entry takes other arguments",
    name: "an entry that takes none",
    made: withEntries(program(whole), { main: { fn: 0, takesArgs: true, returnsInt: false } }),
  },
  {
    rule: "the entry gives another result",
    name: "void for int",
    made: withEntries(program(whole), { main: { fn: 0, takesArgs: false, returnsInt: true } }),
  },
  bad("has another env", "a wrapper that owns its env", whole, [{
    params: [["owned", "env(str)"]],
    result: "str",
    env: "env(str)",
    captures: ["text"],
    code: [["CELL_GET_R", 0, 0, 0], ["INC", 0], ["RET_R", 0]],
  }]),
  bad("borrows what closures are given", "a wrapper", whole, [{
    params: [["borrowed", "env(str)"], ["borrowed", "str"]],
    result: "str",
    env: "env(str)",
    captures: ["text"],
    code: [["CELL_GET_R", 0, 0, 0], ["INC", 0], ["RET_R", 0]],
  }]),
  bad("names other captures", "a wrapper", whole, [{
    params: [["borrowed", "env(str)"]],
    result: "str",
    env: "env(str)",
    code: [["CELL_GET_R", 0, 0, 0], ["INC", 0], ["RET_R", 0]],
  }]),
  bad("has no function to drop it", "another function", whole, [], withType("Res", { drop: 0 })),
  bad("has no function to drop it", "no function", whole, [], withType("Res", { drop: 77 })),
];

const REGISTRY: BrokenCase[] = [
  bad(
    "is counted where its parts are not, or the reverse",
    "ints",
    whole,
    [],
    withType("int", { isCounted: true }),
  ),
  bad("a type is not in the registry", "a list of no type", main([["LIST", 0, -1, []]])),
  bad("is of no cell", "a token of texts", whole, [], withType("token<Tree>", { of: 6 })),
  bad(
    "contains itself",
    "a tuple",
    whole,
    [],
    withType("(str, int)", {
      fields: [{ name: "0", type: 9 }],
    }),
  ),
];

export const BROKEN: readonly BrokenCase[] = [
  ...STRUCTURE,
  ...ENTRIES,
  ...REGISTRY,
  ...BROKEN_FLOW,
];

export const SOUND: readonly SoundCase[] = [
  ["nothing", main([])],
  ["a text", main([...OWNED, ["DEC", 0]])],
  ["a literal that is never given up", main([LITERAL, ["MOVE_R", 1, 0]], TEXT)],
  [
    "a node taken apart and filled again",
    main([
      ...NODE,
      ["UNPACK_RESET", 2, 0, [ref(0), int(1)]],
      ["REUSE", 0, 2, type("Tree"), 1, [ref(0), int(1)]],
      ["DEC", 0],
    ]),
  ],
  ["a builder", main([...BUILDER, leaf(1), ["FINISH", 0, 0, 1], ["DEC", 0]])],
  [
    "a variant that a switch proves",
    main([
      ...SOME,
      ["TAG", 1, 0],
      ["SWITCH", 1, 0, to(6), [to(6), to(5)]],
      ["GET_R", 2, 0, 1],
      ["DEC_VALUE", 0, type("Option<str>")],
    ]),
  ],
  [
    "a loop",
    main([
      ["LOAD_I", 0, 0],
      ["JGE_I", 0, 9, to(4)],
      ["ADD_I", 0, 0, 1],
      ["JUMP", to(1)],
    ]),
  ],
  [
    "a panic that is taken",
    main([
      ["LOAD_I", 0, 0],
      ["DIV", 0, 0, 0],
      ["JUMP", to(5)],
      ["TAKE_PANIC", 1],
      ["DEC", 1],
    ], { unwind: [[1, 3]] }),
  ],
  [
    "a closure",
    main(
      [
        ...OWNED,
        ["CLOSURE", 0, type("() -> str"), 1, [ref(0)]],
        ["CALL_CLOSURE", 1, 4, 0, []],
        ["DEC", 0],
        ["DEC", 1],
      ],
      { unwind: [[3, 8]] },
      [["DEC", 0], ["RESUME"]],
    ),
  ],
  ["the arguments", {
    ...main([["LIST_LEN", 1, 0], ["DEC", 0]]),
    params: [["owned", "[str]"]],
  }],
  [
    "a float, a char and a prim",
    main([
      ["LOAD_K", 0, 0],
      ["F_ADD", 0, 0, 0],
      ["LOAD_I", 1, 65],
      ["PRIM1", 1, prim("char_to_byte"), 1],
      ["LIST", 2, type("[int]"), [int(1)]],
      ["DEC", 2],
    ], { constants: [{ kind: "float", value: 0.5 }] }),
  ],
].map(([name, text]) => ({ name: name as string, made: program(text as FunctionText) }));
