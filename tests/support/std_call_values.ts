/** Values for the calls of std, and what the generator of calls cannot write by itself. */

/** Names of type parameters and what stands for them. */
export const PARAMETERS: Readonly<Record<string, string>> = {
  T: "int",
  U: "int",
  K: "int",
  V: "int",
  E: "str",
  F: "str",
  R: "int",
  A: "int",
  B: "str",
  C: "bool",
};

/** Values of a type, an ordinary one first; ints pass a function, so that nothing is known of them. */
export const VALUES: Readonly<Record<string, readonly string[]>> = {
  int: ["n(2)", "n(int.max)", "n(int.min)", "n(-1)", "n(0)"],
  str: ['"ab"', '""', '"\\u{20ac}\\u{10ffff}a\\0"'],
  bool: ["n(0) == 0", "n(0) == 1"],
  char: ["'a'", "'\\u{10ffff}'", "'\\0'"],
  byte: ["b'a'", "(n(255) as byte)", "(n(0) as byte)"],
  float: ["1.5", "float.nan", "float.inf", "-float.inf", "-0.0", "1e308", "float.min"],
  void: ["()"],
  Ordering: ["Less", "Greater"],
  Duration: ["d(3)", "d(int.max)", "d(int.min)", "d(0)"],
  Size: ["Size.from_bytes(b: n(3))", "Size.from_bytes(b: int.max) * n(2)", "0b"],
  Error: ['Error(msg: "e")'],
  TraceEntry: ['TraceEntry { function: "f", file: "g", line: n(int.max), column: n(-1) }'],
  Instant: ["Instant { since_epoch: d(3) }", "Instant { since_epoch: d(int.min) }"],
  "Range<int>": ["n(0)..n(3)", "n(5)..n(0)", "n(int.max - 1)..=n(int.max)", "(n(0)..n(3) by n(0))"],
  "[int]": ["[3, 1, 2]", "none()", "[n(int.max), n(int.max)]", "[n(int.min)]"],
  "[float]": ["[1.5, float.nan]", "[float.inf, -float.inf]"],
  "[str]": ['["a", ""]'],
  "[byte]": ["[b'a']", "[n(255) as byte, n(128) as byte]"],
  "[bool]": ["[true, false]"],
  "[(int, str)]": ['[(n(1), "a")]'],
  "[[int]]": ["[[1], none()]"],
  "[TraceEntry]": ['[TraceEntry { function: "f", file: "g", line: 1, column: 2 }]'],
  BitSet: ["BitSet.from_list(items: [1, 100])", "BitSet.new()"],
  "Counter<int>": [
    "Counter.from_list(items: [1, 1, n(int.max)])",
    "Counter.from_list(items: none())",
  ],
  "Deque<int>": ["Deque.from_list(items: [1, 2, n(int.min)])", "Deque.from_list(items: none())"],
  "Heap<int>": ["Heap.from_list(items: [2, n(int.min)])", "Heap.from_list(items: none())"],
  "Reverse<int>": ["Reverse { value: n(int.min) }"],
  "SortedMap<int, int>": ["SortedMap.from_list(entries: [(2, 1), (n(int.max), 2)])"],
  "SortedSet<int>": [
    "SortedSet.from_list(items: [2, n(int.min)])",
    "SortedSet.from_list(items: none())",
  ],
  "[(int, int)]": ["[(n(int.min), 1)]"],
  "[[str]]": ['[["a", "\\"b"], []]'],
  CsvError: ['CsvError { message: "m", line: n(int.max), column: 1 }'],
  Sha256: ["Sha256.new()"],
  TextBuilder: ["TextBuilder.new()"],
  Regex: ['Regex.new(pattern: "(a*)b|").unwrap()', 'Regex.new(pattern: "").unwrap()'],
  RegexError: ['RegexError { message: "m", column: n(int.max) }'],
  Alignment: ["Left"],
  FormatSpec: [
    "spec(width: n(5), precision: n(2), of: None)",
    ...["Binary", "Hex", "Exp", "Fixed", "Percent"].flatMap((type) =>
      ["n(int.max)", "n(int.min)", "n(0)"].map((limit) =>
        `spec(width: n(3), precision: ${limit}, of: Some(${type}))`
      )
    ),
    "spec(width: n(int.max), precision: n(2), of: None)",
    "spec(width: n(int.max), precision: n(2), of: Some(Octal))",
    "spec(width: n(int.min), precision: n(-1), of: None)",
  ],
  JsonErrorKind: ["TypeError"],
  JsonError: ['value_error(kind: TypeError, message: "m", path: "p")'],
  JsonValue: [
    "JsonValue.Int(value: n(int.min))",
    "JsonValue.Float(value: float.nan)",
    'JsonValue.String(value: "\\u{10ffff}\\0")',
    "JsonValue.Array(items: [])",
    'JsonValue.Object(fields: {"": JsonValue.Null})',
    "JsonValue.Bool(value: true)",
  ],
  PanicInfo: [
    'PanicInfo { message: "m", location: place(), stack_trace: [], thread_id: Some(n(int.max)) }',
  ],
  "{str: int}": ['{"": n(int.max)}'],
  "{int: int}": ["{1: 2}", "{n(int.max): n(int.min)}", "empty()"],
  "Set<int>": ["Set.from_list(list: [1, 2])", "Set.from_list(list: none())"],
};

/** Traits whose methods have a body in std, and what they are called on. */
export const RECEIVERS: Readonly<Record<string, readonly string[]>> = {
  Iterator: ["[3, 1, 2].iter()", "none().iter()", "[n(int.max), n(int.max)].iter()"],
  Debug: ['"ab"', "[n(int.min)]"],
  Traceable: ['Error(msg: "e")'],
  DoubleEndedIterator: ["[3, 1, 2].iter()", "none().iter()"],
};

/** Functions whose calls have another form than their declarations. */
export const OTHER_CALLS: Readonly<Record<string, readonly string[]>> = {
  "json/convert:parse_as": [],
  "random:Random.between": [
    "with Random = Dice {} in Random.between(low: n(int.min), high: n(int.max))",
    "with Random = Dice {} in Random.between(low: n(0), high: n(int.max))",
    "with Random = Dice {} in Random.between(low: n(2), high: n(1))",
    "with Random = Dice {} in Random.between(low: n(int.max), high: n(int.max))",
  ],
  "random:Random.unit": ["with Random = Dice {} in Random.unit()"],
  // Numbers without a seed differ from run to run.
  ...Object.fromEntries(
    ["shuffle", "choice", "sample", "uniform", "normal"].map((name) => [`random:${name}`, []]),
  ),
  "prelude/core:len": ["len(collection: none())"],
  "prelude/core:is_empty": ["is_empty(collection: none())"],
  "prelude/operators:str.try_as": ['("ab" as? int)', '("" as? float)'],
  "prelude/operators:int.try_as": ["(n(300) as? byte)", "(n(0xd800) as? char)"],
  "prelude/operators:int.as": ["(n(300) as byte)", "(n(-1) as char)", "(n(int.max) as float)"],
  "prelude/operators:char.as": ["('\\u{10ffff}' as byte)", "('a' as int)"],
  "prelude/operators:byte.as": ["(b'a' as int)", "(b'a' as char)"],
  "prelude/iter:Iterator.flatten": ["[[n(1)], none()].iter().flatten().collect()"],
  "prelude/iter:Iterator.flat_map": [
    "[n(1), 2].iter().flat_map(transform: x -> [x, x]).collect()",
    "[n(1), 2].iter().flat_map(transform: x -> none()).collect()",
  ],
  "io:lines": ["lines().collect()"],
  "prelude/error:Result<int, str>.trace": ["broken().trace()"],
  "prelude/error:Result<int, str>.trace_entries": ["broken().trace_entries()"],
  "prelude/error:Result<int, str>.has_trace": ["broken().has_trace()"],
  "prelude/error:Result<int, str>.with_trace": [
    'broken().with_trace(entry: TraceEntry { function: "f", file: "", line: n(int.min), column: 0 })',
  ],
  "prelude/iter:Iterator.chain": ["[n(1)].iter().chain(other: none().iter()).collect()"],
  "prelude/iter:Iterator.zip": ["[n(1)].iter().zip(other: none().iter()).collect()"],
};

/** Modules that reach out of the process, and those for whose types the generator has no values yet. */
export const OUTSIDE: readonly string[] = ["fs", "world", "doubles", "process"];
export const WITHOUT_VALUES: readonly string[] = ["args", "log", "time/date"];

/** Functions that have no call of their own: those of types that no program names, and methods that others call. */
export const REACHED_BY_OTHERS: readonly RegExp[] = [
  /^prelude\/iter:.*\.(next|next_back|iter|from_iter)$/, // adapters, `for` and `collect`
  /^prelude\/bool:Never\./, // there is no value
  /^json\/convert:(.*\.(from_json|from_absent)|parse_as)$/, // the type that is asked for tells which
  /\.default$/, // likewise
  /key_hash$/, // its result depends on the process
  /^random:(shuffle|choice|sample|weighted|uniform|normal)$/, // they need the capability: `tests/programs/random`
  /^prelude\/handler:/, // by `with`
  /^io:(InputLines\.next|is_tty)$/, // by `lines()`; it asks what stdin is
];
