/** Values of every type, spelled so that their type is known wherever they stand. */
import { pick } from "../support/mutate.ts";
import type { Expressions } from "./expressions.ts";
import type { Scope } from "./scope.ts";
import { named, type Type, typeText } from "./types.ts";

const INTS = ["0", "1", "2", "3", "7", "10", "42", "100", "255", "-1", "1000000007"];
const RARE_INTS = ["9223372036854775807", "-9223372036854775807", "9007199254740993"];
const FLOATS = ["0.0", "1.5", "-2.25", "3.0", "1e300", "0.1", "1e-7", "123456.789"];
const CHARS = ["'a'", "'Z'", "' '", "'0'", "'é'", "'ß'", "'漢'", "'\\n'"];
const BYTES = ["b'a'", "b'0'", "b' '", "b'\\xff'"];
/** Lengths around 23, up to which a str has no heap block. */
const STRS = [
  '""',
  '"a"',
  '"bc d"',
  '"naïve 漢字"',
  '"exactly twenty-two byt"',
  '"exactly twenty-three by"',
  '"exactly twenty-four byte"',
  '"a text that is too long to stand inside of the value itself"',
];

export function literal(made: Expressions, scope: Scope, type: Type, depth: number): string {
  const { random } = made;
  const inner = (t: Type) => made.make(scope, t, depth - 1);
  switch (type.kind) {
    case "list": {
      const elements = Array.from({ length: 1 + Math.floor(random() * 3) }, () => type.element);
      const isShort = made.kinds.isRecursive(type.element);
      const list = `[${elements.slice(0, isShort ? 1 : 3).map(inner).join(", ")}]`;
      return random() < 0.15 ? `${list}.take(count: 0)` : list;
    }
    case "map":
      return `{ (${inner(type.key)}): ${inner(type.value)} }`;
    case "tuple":
      return `(${type.parts.map(inner).join(", ")})`;
    case "fn":
      return made.lambda(scope, type, depth, true);
    case "name":
      return namedLiteral(made, scope, type, inner);
  }
}

function namedLiteral(
  made: Expressions,
  scope: Scope,
  type: Type & { kind: "name" },
  inner: (type: Type) => string,
): string {
  const { random } = made;
  const [first = named("int"), second = named("str")] = type.args;
  switch (type.name) {
    case "int":
      return parenthesised(pick(random, random() < 0.03 ? RARE_INTS : INTS));
    case "bool":
      return random() < 0.5 ? "true" : "false";
    case "float":
      return parenthesised(pick(random, FLOATS));
    case "char":
      return pick(random, CHARS);
    case "byte":
      return pick(random, BYTES);
    case "str":
      return pick(random, STRS);
    case "Ordering":
      return pick(random, ["Less", "Equal", "Greater"]);
    case "Option":
      return random() < 0.7
        ? `Some(${inner(first)})`
        : `(if ${inner(named("bool"))} then None else Some(${inner(first)}))`;
    case "Result":
      return `(if ${inner(named("bool"))} then Ok(${inner(first)}) else Err(${inner(second)}))`;
    case "Half":
      return `half(xs: [${inner(first)}])`;
    case "Set":
      return `[${inner(first)}, ${inner(first)}].to_set()`;
    default:
      return declaredLiteral(made, scope, type);
  }
}

function parenthesised(number: string): string {
  return number.startsWith("-") ? `(${number})` : number;
}

/** A value of a declared type: its first row is one that needs no value of the type. */
function declaredLiteral(made: Expressions, scope: Scope, type: Type): string {
  const row = made.rows.find((r) => typeText(r.result) === typeText(type));
  if (row !== undefined) return made.fill(scope, row, new Map(), 0);
  // A type parameter: only what the function was given has it.
  const given = scope.variables.find((v) => typeText(v.type) === typeText(type));
  if (given === undefined) throw new Error(`no value of ${typeText(type)}`);
  return given.name;
}
