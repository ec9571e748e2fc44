/** Programs that break one rule of types or ownership each. */
import { FUNCTIONS, int, intrinsic, num, prim, ref, type Row, to, type } from "./assemble.ts";
import {
  bad,
  type BrokenCase,
  BUILDER,
  leaf,
  LITERAL,
  main,
  NODE,
  OPEN_CELL,
  OWNED,
  SOME,
  TEXT,
  withType,
} from "./code_rows.ts";
import { TYPES } from "./assemble.ts";

const ONE: Row = ["LOAD_I", 0, 1];
const FLOAT: Row = ["LOAD_K", 0, 0];
const HALF = { constants: [{ kind: "float", value: 0.5 }] } as const;
const STR_LIST: Row = ["LIST", 0, type("[str]"), []];

/** A call of the function behind the fixed ones. */
const call = (args: number[]): Row => ["CALL", 1, 4, 3, args];

const VALUES: BrokenCase[] = [
  bad(
    "reads a register that is not set on every path",
    "one that nothing sets",
    main([["NOT", 0, 1]]),
  ),
  bad(
    "reads a register that is not set on every path",
    "one that one path sets",
    main([
      ONE,
      ["JUMP_TRUE", 0, to(3)],
      ["LOAD_I", 1, 0],
      ["NOT", 0, 1],
    ]),
  ),
  bad(
    "reads a register that is not set on every path",
    "a text or an int",
    main([
      ONE,
      ["JUMP_TRUE", 0, to(4)],
      ["LOAD_I", 1, 0],
      ["JUMP", to(5)],
      ["LOAD_STR", 1, 0],
      ["MOVE_S", 0, 1],
    ], TEXT),
  ),
  bad(
    "uses a value after its reference is gone",
    "a text",
    main([...OWNED, ["DEC", 0], ["STR_LEN", 1, 0]]),
  ),
  bad(
    "uses a value after its reference is gone",
    "a part of a cell",
    main([
      ...NODE,
      ["CELL_GET_R", 1, 0, 0],
      ["DEC", 0],
      ["CELL_TAG", 1, 1],
    ]),
  ),
  bad(
    "uses a value after its reference is gone",
    "a part, behind a join",
    main([
      ...SOME,
      ["TAG", 1, 0],
      ["SWITCH", 1, 0, to(10), [to(10), to(5)]],
      ["GET_R", 2, 0, 1],
      ["DEC_VALUE", 0, type("Option<str>")],
      ["LOAD_I", 0, 0],
      ["STR_LEN", 1, 2],
      ["JUMP", to(11)],
      ["DEC_VALUE", 0, type("Option<str>")],
    ]),
  ),
  bad("takes another value for an int", "a float", main([FLOAT, ["ADD", 1, 0, 0]], HALF)),
  bad("takes another value for an int", "an int as bool", main([["LOAD_I", 0, 2], ["NOT", 0, 0]])),
  bad("takes another value for a float", "an int", main([ONE, ["F_ADD", 0, 0, 0]])),
  bad("takes another value for a reference", "an int", main([ONE, ["STR_LEN", 0, 0]])),
  bad(
    "names a register of another class",
    "an int among references",
    main([ONE, ["LIST", 0, type("[int]"), [ref(0)]]]),
  ),
  bad(
    "takes another value for str",
    "a list",
    main([STR_LIST, ["LIST", 0, type("[str]"), [ref(0)]]]),
  ),
  bad(
    "takes another value for byte",
    "an int",
    main([["LOAD_I", 0, 256], call([num(0)])]),
    [{
      params: [["owned", "byte"]],
      code: [["LOAD_I", 0, 0], ["RET_S", 0]],
    }],
  ),
  bad(
    "takes another value for char",
    "a surrogate",
    main([["LOAD_I", 0, 0xd800], call([num(0)])]),
    [{
      params: [["owned", "char"]],
      code: [["LOAD_I", 0, 0], ["RET_S", 0]],
    }],
  ),
  bad("takes another value for Color", "a third of two", main([["LOAD_I", 0, 2], call([num(0)])]), [
    {
      params: [["owned", "Color"]],
      code: [["LOAD_I", 0, 0], ["RET_S", 0]],
    },
  ]),
  bad("makes a value of a type that has none", "a parameter", main([]), [{
    registers: 1,
    params: [["owned", "Never"]],
    code: [["RET_S", 0]],
  }]),
];

const OWNERSHIP: BrokenCase[] = [
  bad(
    "gives up a reference that it does not own",
    "twice",
    main([...OWNED, ["MOVE_R", 1, 0], ["LIST", 2, type("[str]"), [ref(0), ref(1)]]]),
  ),
  bad("gives up a reference that it does not own", "a borrowed parameter", main([]), [{
    params: [["borrowed", "str"]],
    code: [["DEC", 0], ["LOAD_I", 0, 0], ["RET_S", 0]],
  }]),
  bad(
    "gives up a reference that it does not own",
    "a part",
    main([...NODE, ["CELL_GET_R", 1, 0, 0], ["DEC", 1], ["DEC", 0]]),
  ),
  bad("gives up a reference that it does not own", "a borrowed result", main([]), [{
    registers: 1,
    params: [["borrowed", "str"]],
    result: "str",
    code: [["RET_R", 0]],
  }]),
  bad(
    "lends a value that it gives up",
    "one text twice",
    main([...OWNED, ["INTRINSIC", 0, intrinsic("str_concat"), -1, [ref(0), ref(0)]], ["DEC", 0]]),
  ),
  bad("leaves without giving up its references", "a text", main(OWNED)),
  bad(
    "leaves without giving up its references",
    "one of two",
    main([...OWNED, ["INC", 0], ["DEC", 0]]),
  ),
  bad(
    "leaves without giving up its references",
    "a text that is overwritten",
    main([...OWNED, ["LOAD_EMPTY", 0]]),
  ),
  bad(
    "leaves without giving up its references",
    "a panic",
    main([...OWNED, ONE_IN(1), ["DIV", 1, 1, 1], ["DEC", 0]]),
  ),
  bad(
    "leaves without giving up its references",
    "a call that may panic",
    main([...OWNED, call([]), ["DEC", 0]]),
    [
      { code: [ONE, ["DIV", 0, 0, 0], ["LOAD_I", 0, 0], ["RET_S", 0]] },
    ],
  ),
  bad(
    "leaves without giving up its references",
    "a handler",
    main([...OWNED, ONE_IN(1), ["DIV", 1, 1, 1], ["DEC", 0]], {
      unwind: [[3, 7]],
    }, [["RESUME"]]),
  ),
  bad(
    "leaves without giving up its references",
    "a path behind a join",
    main([
      ...OWNED,
      ONE_IN(1),
      ["JUMP_TRUE", 1, to(5)],
      ["LOAD_I", 1, 0],
    ]),
  ),
  bad(
    "owns different references where paths meet",
    "one path gives it up",
    main([
      ...OWNED,
      ONE_IN(1),
      ["JUMP_TRUE", 1, to(5)],
      ["DEC", 0],
      ["DEC", 0],
    ]),
  ),
  bad(
    "owns different references where paths meet",
    "two names for one, and two",
    main([
      ...OWNED,
      ["MOVE_R", 1, 0],
      ONE_IN(2),
      ["JUMP_TRUE", 2, to(7)],
      ["LOAD_I", 1, 1],
      ["INTRINSIC", 1, intrinsic("int_to_str"), -1, [int(1)]],
      ["DEC", 0],
      ["DEC", 1],
    ]),
  ),
  bad(
    "meets a panic and none at one place",
    "a jump into a handler",
    main(
      [
        ONE,
        ["JUMP_TRUE", 0, to(5)],
        ["DIV", 0, 0, 0],
      ],
      { unwind: [[2, 5]] },
      [["RESUME"]],
    ),
  ),
  bad("counts a value of another form", "an inline sum as block", main([...SOME, ["DEC", 0]])),
  bad(
    "counts up what has one owner",
    "a builder",
    main([...BUILDER, ["INC_VALUE", 0, type("builder<Tree>")]]),
  ),
];

function ONE_IN(register: number): Row {
  return ["LOAD_I", register, 1];
}

const SCALARS: BrokenCase[] = [
  bad(
    "gives a primitive other operands",
    "one for two",
    main([ONE, ["PRIM1", 0, prim("int_wrap_sub"), 0]]),
  ),
  bad("moves a reference as a scalar", "a literal", main([LITERAL, ["MOVE_S", 1, 0]], TEXT)),
  bad("moves a scalar as a reference", "an int", main([ONE, ["MOVE_R", 1, 0]])),
];

const REFERENCES: BrokenCase[] = [
  bad(
    "loads a text without its type",
    "no texts",
    {
      code: [LITERAL, ["LOAD_I", 0, 0], ["RET_S", 0]],
      ...TEXT,
    },
    [],
    withType("str", { kind: "list", element: 0 }),
  ),
  bad(
    "has another number of operands",
    "a tuple of one",
    main([...OWNED, ["MAKE", 0, type("(str, int)"), [ref(0)]]]),
  ),
  bad(
    "has another number of operands",
    "a node of one",
    main([leaf(0), ["NEW", 0, type("Tree"), 1, [ref(0)]]]),
  ),
  bad(
    "has another number of operands",
    "half of a node",
    main([...NODE, ["UNPACK_CELL", 0, [ref(0)]]]),
  ),
  bad(
    "has another number of operands",
    "an intrinsic of two",
    main([...OWNED, ["INTRINSIC", 1, intrinsic("str_eq"), -1, [ref(0)]]]),
  ),
  bad("makes a struct of another type", "a list", main([["MAKE", 0, type("[str]"), []]])),
  bad(
    "makes an inline sum of another type",
    "a tree",
    main([["MAKE_SUM", 0, type("Tree"), 0, []]]),
  ),
  bad(
    "makes an inline sum of another type",
    "an enum",
    main([["MAKE_SUM", 0, type("Color"), 0, []]]),
  ),
  bad("makes a cell of another type", "an option", main([["NEW", 0, type("Option<str>"), 0, []]])),
  bad(
    "refers to fields that are not known to be there",
    "a third variant",
    main([["NEW", 0, type("Tree"), 2, []]]),
  ),
  bad(
    "refers to fields that are not known to be there",
    "a payload that may be missing",
    main([]),
    [{
      params: [["borrowed", "Option<str>"]],
      code: [["GET_R", 0, 0, 1], ["LOAD_I", 0, 0], ["RET_S", 0]],
    }],
  ),
  bad(
    "reads a field that is not there",
    "the payload of the other variant",
    main([]),
    [{
      params: [["borrowed", "Option<str>"]],
      code: [
        ["TAG", 1, 0],
        ["SWITCH", 1, 0, to(2), [to(2), to(3)]],
        ["GET_R", 0, 0, 1],
        ["LOAD_I", 0, 0],
        ["RET_S", 0],
      ],
    }],
  ),
  bad(
    "makes a cell with two empty fields",
    "a node",
    main([
      ["LOAD_EMPTY", 0],
      ["NEW", 0, type("Tree"), 1, [ref(0), ref(0)]],
    ]),
    [],
    withType("Tree", {
      variants: [{ name: "Leaf", fields: [] }, {
        name: "Node",
        fields: [{ name: "l", type: 11 }, { name: "r", type: 11 }],
      }],
    }),
  ),
  bad(
    "leaves a field of another type empty",
    "an int",
    main([
      leaf(0),
      ["LOAD_EMPTY", 1],
      ["NEW", 0, type("Tree"), 1, [ref(0), ref(1)]],
    ]),
  ),
  bad(
    "fills a cell of another type",
    "a token of a tree",
    main([
      ...NODE,
      ["RESET", 0, 0],
      ["LOAD_I", 1, 1],
      ["REUSE", 0, 0, type("Res"), 0, [int(1)]],
    ]),
  ),
  bad(
    "makes a token of a type without tokens",
    "no token type",
    main([...NODE, ["RESET", 0, 0]]),
    [],
    TYPES.map((each) => each.name === "token<Tree>" ? { ...each, of: 17 } : each),
  ),
  bad("reads a field of another class", "a text as scalar", main([...SOME, ["GET_S", 1, 0, 1]])),
  bad("reads a field of another form", "a node as tuple", main([...NODE, ["GET_R", 1, 0, 0]])),
  bad("reads a field that is not there", "a third", main([...NODE, ["CELL_GET_S", 1, 0, 2]])),
  bad("reads the tag of another form", "a node as option", main([...NODE, ["TAG", 1, 0]])),
  bad(
    "takes another form apart",
    "an option as tuple",
    main([...SOME, ["UNPACK", 0, 0, [ref(0)]]]),
  ),
  bad(
    "takes another form apart",
    "an option as cell",
    main([...SOME, ["UNPACK_CELL", 0, [ref(0)]]]),
  ),
  bad("makes a list of another type", "a text", main([["LIST", 0, type("str"), []]])),
  bad("measures what is no list", "a text", main([LITERAL, ["LIST_LEN", 1, 0]], TEXT)),
  bad("measures what is no str", "a list", main([STR_LIST, ["STR_LEN", 1, 0]])),
  bad("extends by another cell", "another field", main([...OPEN_CELL, ["EXTEND", 0, 0, 1, 1]])),
  bad(
    "extends by another cell",
    "a whole cell",
    main([...NODE, ["LOAD_EMPTY", 1], ["EXTEND", 0, 1, 0, 0]]),
  ),
  bad("extends another builder", "a leaf", main([...OPEN_CELL, leaf(0), ["EXTEND", 0, 0, 1, 0]])),
  bad(
    "finishes a builder by a scalar",
    "an int",
    main([...BUILDER, ONE_IN(1), ["FINISH", 0, 0, 1]]),
  ),
  bad(
    "finishes another builder",
    "a text",
    main([...BUILDER, ["LOAD_STR", 1, 0], ["FINISH", 0, 0, 1]], TEXT),
  ),
];

const CALLS: BrokenCase[] = [
  bad(
    "makes a closure of another type",
    "a list",
    main([["CLOSURE", 0, type("[str]"), FUNCTIONS.wrapper, []]]),
  ),
  bad(
    "makes a closure of a function that is none",
    "a drop",
    main([["CLOSURE", 0, type("() -> str"), FUNCTIONS.drop, []]]),
  ),
  bad(
    "makes a closure of a function of another type",
    "a result",
    main([["CLOSURE", 0, type("() -> str"), FUNCTIONS.wrapper, []]]),
    [],
    withType("() -> str", { result: 0 }),
  ),
  bad("calls with another window", "the callee in the frame", main([["CALL", 1, 2, 3, []]]), [
    main([]),
  ]),
  bad(
    "calls with other operands",
    "a reference as scalar",
    main([LITERAL, ["CALL_1", 1, 4, 3, [ref(0)]]], TEXT),
    [{
      ...main([]),
      params: [["borrowed", "str"]],
    }],
  ),
  bad("calls what is no closure", "a text", main([LITERAL, ["CALL_CLOSURE", 1, 4, 0, []]], TEXT)),
  bad("returns a value of another class", "void as reference", { code: [ONE, ["RET_R", 0]] }),
  bad(
    "returns while a panic unwinds",
    "from a handler",
    main([ONE, ["DIV", 0, 0, 0]], { unwind: [[1, 4]] }, [["LOAD_I", 0, 0], ["RET_S", 0]]),
  ),
  bad("resumes without a panic", "at once", { registers: 1, code: [["RESUME"]] }),
  bad("takes a panic where there is none", "at once", main([["TAKE_PANIC", 0], ["DEC", 0]])),
  bad(
    "names another intrinsic",
    "a push that is a get",
    main([STR_LIST, ONE_IN(1), ["LIST_PUSH", 0, intrinsic("list_get"), type("[str]"), [
      ref(0),
      int(1),
    ]]]),
  ),
  bad(
    "reads another class",
    "a text as scalar",
    main([STR_LIST, ONE_IN(1), ["LIST_GET_S", 1, intrinsic("list_at"), type("[str]"), [
      ref(0),
      int(1),
    ]]]),
  ),
  bad(
    "names a register of another class",
    "an int of another class",
    main([ONE, ["INTRINSIC", 0, intrinsic("int_to_str"), -1, [num(0)]], ["DEC", 0]]),
  ),
  bad(
    "takes another value for int",
    "a float",
    main([FLOAT, ["INTRINSIC", 0, intrinsic("int_to_str"), -1, [int(0)]], ["DEC", 0]], HALF),
  ),
  bad(
    "uses an intrinsic on types that the program does not have",
    "a tuple of list and text",
    main([
      STR_LIST,
      ONE_IN(1),
      ["INTRINSIC", 0, intrinsic("list_take"), type("[str]"), [ref(0), int(1)]],
    ]),
  ),
  bad(
    "uses an intrinsic on another list",
    "ints as texts",
    main([["INTRINSIC", 0, intrinsic("program_args"), type("[int]"), []]]),
  ),
  bad(
    "uses an intrinsic on what is no list",
    "none",
    main([ONE, ["INTRINSIC", 0, intrinsic("list_new"), -1, [int(0)]]]),
  ),
];

export const BROKEN_FLOW: readonly BrokenCase[] = [
  ...VALUES,
  ...OWNERSHIP,
  ...SCALARS,
  ...REFERENCES,
  ...CALLS,
];
