/** The rows of the capture matrix that say what is captured. */

/** A kind of value that closures capture. A new kind is one row. */
export interface CaptureKind {
  readonly name: string;
  /** Its type, as the source writes it. */
  readonly type: string;
  /** Declarations that the expressions below need. */
  readonly items?: string;
  /** An expression that makes a value, on the heap if the kind has a heap. */
  readonly made: string;
  /** What `read` gives for it. */
  readonly shows: string;
  /** Another value, and what `read` gives for that one. */
  readonly other: string;
  readonly otherShows: string;
  /** A `str` of the value called `v`, by a field or a method. */
  readonly read: (v: string) => string;
  /** A second way to look into it, and what that gives for `made`. */
  readonly method: (v: string) => string;
  readonly methodShows: string;
}

/** A `str` of `length` bytes made at run time, so that it is on the heap when it is longer than 23 bytes. */
function strKind(name: string, length: number): CaptureKind {
  return {
    name,
    type: "str",
    made: `"m".repeat(count: ${length})`,
    shows: "m".repeat(length),
    other: `"o".repeat(count: ${length})`,
    otherShows: "o".repeat(length),
    read: (v) => `${v}.trim()`,
    method: (v) => `${v}.length().to_str()`,
    methodShows: String(length),
  };
}

/** A heap text, as an expression and as what it is. */
const LONG = '"heap text ".repeat(count: 3)';
const LONG_TEXT = "heap text heap text heap text ";

/** A scalar: the control, nothing is counted. */
function scalarKind(
  type: string,
  made: string,
  shows: string,
  other: string,
  otherShows: string,
): CaptureKind {
  return {
    name: type,
    type,
    made,
    shows,
    other,
    otherShows,
    read: (v) => `${v}.to_str()`,
    method: (v) => `(${v} == ${v}).to_str()`,
    methodShows: "true",
  };
}

export const CAPTURE_KINDS: readonly CaptureKind[] = [
  scalarKind("int", '"seventeen".len() + 8', "17", '"x".len() - 3', "-2"),
  scalarKind("bool", '"x".len() == 1', "true", '"x".len() == 2', "false"),
  scalarKind(
    "float",
    '"abc".len().to_float() / 2.0',
    "1.5",
    '"abc".len().to_float() * -0.25',
    "-0.75",
  ),
  scalarKind("char", "if \"x\".len() == 1 then 'é' else 'a'", "é", "'z'", "z"),
  {
    ...scalarKind("byte", '"abc".len().to_byte()', "3", '"abcd".len().to_byte()', "4"),
    read: (v) => `${v}.to_int().to_str()`,
  },
  strKind("str_short", 5),
  strKind("str_23", 23),
  strKind("str_24", 24),
  strKind("str_25", 25),
  strKind("str_long", 100),
  {
    name: "str_literal",
    type: "str",
    made: '"a literal of more than 23 bytes, which no one counts"',
    shows: "a literal of more than 23 bytes, which no one counts",
    other: '""',
    otherShows: "",
    read: (v) => v,
    method: (v) => `${v}.contains("literal").to_str()`,
    methodShows: "true",
  },
  {
    name: "list_int",
    type: "[int]",
    made: "[10, 20, 30]",
    shows: "[10, 20, 30]",
    other: "[7]",
    otherShows: "[7]",
    read: (v) => `\`{${v}}\``,
    method: (v) => `\`{${v}.length()} {${v}.push(40)} {${v}[1]}\``,
    methodShows: "3 [10, 20, 30, 40] 20",
  },
  {
    name: "list_str",
    type: "[str]",
    made: `[${LONG}, "b"]`,
    shows: `${LONG_TEXT}+b`,
    other: "[]",
    otherShows: "",
    read: (v) => `${v}.join(sep: "+")`,
    method: (v) => `\`{${v}.len()} {${v}.push("c").len()} {${v}[0].len()}\``,
    methodShows: "2 3 30",
  },
  {
    name: "list_list_str",
    type: "[[str]]",
    made: `[["a", ${LONG}], [], ["c"]]`,
    shows: `[[a, ${LONG_TEXT}], [], [c]]`,
    other: "[[]]",
    otherShows: "[[]]",
    read: (v) => `\`{${v}}\``,
    method: (v) => `\`{${v}[0][1].len()} {${v}[0].push("d").len()} {${v}.len()}\``,
    methodShows: "30 3 3",
  },
  {
    name: "map_str_int",
    type: "{str: int}",
    made: `{ "b": 2, ${LONG}: 1 }`,
    shows: `{b: 2, ${LONG_TEXT}: 1}`,
    other: '{ "z": 26 }',
    otherShows: "{z: 26}",
    read: (v) => `\`{${v}}\``,
    method: (v) => `\`{${v}.get("b")} {${v}.get("z")} {${v}.contains_key("b")} {${v}.len()}\``,
    methodShows: "Some(2) None true 2",
  },
  {
    name: "map_str_list",
    type: "{str: [str]}",
    made: `{ "k": [${LONG}, "x"], "l": [] }`,
    shows: `{k: [${LONG_TEXT}, x], l: []}`,
    other: "{}",
    otherShows: "{}",
    read: (v) => `\`{${v}}\``,
    method: (v) => `\`{(${v}.get("k") ?? []).len()} {${v}.insert("m", ["y"]).len()}\``,
    methodShows: "2 3",
  },
  {
    name: "set_str",
    type: "Set<str>",
    made: `[${LONG}, "b", "b"].to_set()`,
    shows: `Set {${LONG_TEXT}, b}`,
    other: "Set.new()",
    otherShows: "Set {}",
    read: (v) => `\`{${v}}\``,
    method: (v) => `\`{${v}.contains("b")} {${v}.len()} {${v}.insert("c").len()}\``,
    methodShows: "true 2 3",
  },
  {
    name: "trait_object",
    type: "Speaker",
    items: `trait Speaker { @say (self) -> str @loudness (self) -> int = 1; }
type Dog = { name: str }
impl Dog: Speaker { @say (self) -> str = self.name + " barks"; }
impl int: Speaker { @say (self) -> str = \`{self} times\`; @loudness (self) -> int = self; }`,
    made: `Dog { name: ${LONG} }`,
    shows: `${LONG_TEXT} barks`,
    other: "5",
    otherShows: "5 times",
    read: (v) => `${v}.say()`,
    method: (v) => `${v}.loudness().to_str()`,
    methodShows: "1",
  },
  {
    name: "iterator",
    type: "ListIter<str>",
    made: `{ let (_, rest) = ["a", ${LONG}, "c"].iter().next(); rest }`,
    shows: `${LONG_TEXT}-c`,
    other: "[].iter()",
    otherShows: "",
    read: (v) => `${v}.collect().join(sep: "-")`,
    method: (v) => `\`{${v}.next().0} {${v}.count()} {${v}.next().1.count()}\``,
    methodShows: `Some(${LONG_TEXT}) 2 1`,
  },
  {
    name: "iterator_object",
    type: "Iterator<str>",
    made: `{ let $s = ${LONG}; let (_, rest) = (0..3).iter().map(i -> \`{i}{s}\`).next(); rest }`,
    shows: `1${LONG_TEXT}-2${LONG_TEXT}`,
    other: '["z"].iter()',
    otherShows: "z",
    read: (v) => `${v}.collect().join(sep: "-")`,
    method: (v) => `${v}.count().to_str()`,
    methodShows: "2",
  },
  {
    name: "struct",
    type: "Named",
    items: "type Named = { name: str, id: int }\n" +
      "impl Named { @shout (self) -> str = self.name.to_uppercase() + `!{self.id}`; }",
    made: `Named { name: ${LONG}, id: 42 }`,
    shows: `${LONG_TEXT}42`,
    other: 'Named { name: "", id: -1 }',
    otherShows: "-1",
    read: (v) => `${v}.name + ${v}.id.to_str()`,
    method: (v) => `${v}.shout()`,
    methodShows: `${LONG_TEXT.toUpperCase()}!42`,
  },
  {
    name: "nested_struct",
    type: "Outer",
    items:
      "type Inner = { tags: [str], name: str }\ntype Outer = { left: Inner, n: int, right: Inner }\n" +
      "impl Outer { @tags (self) -> [str] = [...self.left.tags, ...self.right.tags]; }",
    made: `Outer { left: Inner { tags: [${LONG}], name: "l" }, n: 3, ` +
      `right: Inner { tags: ["x", "y"], name: ${LONG} } }`,
    shows: `l3${LONG_TEXT}`,
    other:
      'Outer { left: Inner { tags: [], name: "" }, n: 0, right: Inner { tags: [], name: "r" } }',
    otherShows: "0r",
    read: (v) => `${v}.left.name + ${v}.n.to_str() + ${v}.right.name`,
    method: (v) => `\`{${v}.tags()} {${v}.right.tags[1]}\``,
    methodShows: `[${LONG_TEXT}, x, y] y`,
  },
  {
    name: "tuple",
    type: "(str, int, [str])",
    made: `(${LONG}, 42, ["in a tuple"])`,
    shows: `${LONG_TEXT}42[in a tuple]`,
    other: '("t", 0, [])',
    otherShows: "t0[]",
    read: (v) => `\`{${v}.0}{${v}.1}{${v}.2}\``,
    method: (v) => `{ let ($s, $n, _) = ${v}; (s.length() + n).to_str() }`,
    methodShows: "72",
  },
  {
    name: "option_str",
    type: "Option<str>",
    made: `Some(${LONG})`,
    shows: LONG_TEXT,
    other: "None",
    otherShows: "nothing",
    read: (v) => `match ${v} { Some(s) -> s, None -> "nothing" }`,
    method: (v) => `\`{${v}.is_some()} {(${v} ?? "none").len()}\``,
    methodShows: "true 30",
  },
  {
    name: "result",
    type: "Result<[int], str>",
    made: `{ let $r: Result<[int], str> = Err(${LONG}); r }`,
    shows: `E:${LONG_TEXT}`,
    other: "Ok([1, 2])",
    otherShows: "[1, 2]",
    read: (v) => `match ${v} { Ok(xs) -> \`{xs}\`, Err(e) -> "E:" + e }`,
    method: (v) => `\`{${v}.is_ok()} {${v}.unwrap_or([0]).len()}\``,
    methodShows: "false 1",
  },
  {
    name: "recursive_sum",
    type: "Tree",
    items: `type Tree = Leaf | Node(left: Tree, name: str, right: Tree);
@text (t: Tree) -> str = match t { Leaf -> ".", Node(left, name, right) -> \`({text(left)}{name}{text(right)})\` }
@depth (t: Tree) -> int =
    match t { Leaf -> 0, Node(left, _, right) -> 1 + max(left: depth(left), right: depth(right)) }`,
    made: `Node(left: Node(left: Leaf, name: ${LONG}, right: Leaf), name: "top", right: Leaf)`,
    shows: `((.${LONG_TEXT}.)top.)`,
    other: "Leaf",
    otherShows: ".",
    read: (v) => `text(${v})`,
    method: (v) => `depth(${v}).to_str()`,
    methodShows: "2",
  },
  {
    name: "closure",
    type: "(int) -> str",
    made: `{ let $s = ${LONG}; (n: int) -> s + n.to_str() }`,
    shows: `${LONG_TEXT}3`,
    other: "(n: int) -> `plain {n}`",
    otherShows: "plain 3",
    read: (v) => `${v}(3)`,
    method: (v) => `\`{${v}(1).len()} {[1, 2].map(${v}).len()}\``,
    methodShows: "31 2",
  },
  {
    name: "closure_of_closure",
    type: "(int) -> () -> str",
    made:
      `{ let $xs = [${LONG}, "y"]; let $f = (i: int) -> xs[i]; (i: int) -> () -> f(i) + xs[1] }`,
    shows: `${LONG_TEXT}y`,
    other: "(n: int) -> () -> `second {n}`",
    otherShows: "second 0",
    read: (v) => `${v}(0)()`,
    method: (v) => `{ let $g = ${v}(1); g() + g() }`,
    methodShows: "yyyy",
  },
];
