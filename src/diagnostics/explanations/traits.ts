import type { ExplanationsOf } from "./explanation.ts";

/** Codes of derives, conversions, assignments, imports and literals. */
export const TRAITS:
  & ExplanationsOf<"E203">
  & ExplanationsOf<"E204">
  & ExplanationsOf<"E205">
  & ExplanationsOf<"E206">
  & ExplanationsOf<"E207"> = {
    E2030: {
      cause:
        "Equal values must have equal hashes. Where `Eq` is written by hand and `Hashable` derived, or\nthe other way round, that is not certain.",
      wrong:
        "#derive(Hashable)\ntype P = { x: int }\nimpl P: Eq { @equals (self, other: Self) -> bool = true; }",
      right: "#derive(Eq, Hashable)\ntype P = { x: int }",
      unreported: "such a type is accepted.",
    },
    E2031: {
      cause: "Keys of maps and elements of sets implement `Eq` and `Hashable`.",
      wrong: "type P = { x: int }\n@f (p: P) -> {P: int} = { [p]: 1 };",
      right: "#derive(Eq, Hashable)\ntype P = { x: int }\n@f (p: P) -> {P: int} = { [p]: 1 };",
    },
    E2032: {
      cause: "A derived trait works field by field, so the type of each field must have it.",
      wrong: "type A = { x: int }\n#derive(Eq)\ntype B = { a: A }",
      right: "#derive(Eq)\ntype A = { x: int }\n#derive(Eq)\ntype B = { a: A }",
    },
    E2033: {
      cause:
        "`Eq`, `Clone`, `Hashable`, `Comparable`, `Printable`, `Debug` and `Default` can be derived.\nOther traits are implemented.",
      wrong: "#derive(Iterator)\ntype P = { x: int }",
      right: "#derive(Eq)\ntype P = { x: int }",
    },
    E2034: {
      cause:
        "After the `:` of an interpolation follows\n`[[fill]align][sign][#][0][width][.precision][type]`, for example `{x:>8.2f}`.",
      wrong: "@f (x: int) -> str = `{x:8q}`;",
      right: "@f (x: int) -> str = `{x:>8}`;",
    },
    E2035: {
      cause: "`b o x X` format an `int`, `e E f %` a `float`.",
      wrong: "@f (x: str) -> str = `{x:x}`;",
      right: "@f (x: int) -> str = `{x:x}`;",
    },
    E2036: {
      cause: "The type does not implement `Into` for the type that is needed.",
      wrong: "@f (x: bool) -> [str] = x.into();",
      right: "@f (x: int) -> float = x.into();",
    },
    E2037: {
      cause: "Several `Into` implementations fit. Say which type is meant.",
      wrong:
        "type K = { k: float }\ntype F = { f: float }\ntype C = { c: float }\nimpl C: Into<K> { @into (self) -> K = K { k: self.c } }\nimpl C: Into<F> { @into (self) -> F = F { f: self.c } }\n@f (c: C) -> void = { let y = c.into(); }",
      right:
        "type K = { k: float }\ntype F = { f: float }\ntype C = { c: float }\nimpl C: Into<K> { @into (self) -> K = K { k: self.c } }\nimpl C: Into<F> { @into (self) -> F = F { f: self.c } }\n@f (c: C) -> void = { let y: K = c.into(); }",
    },
    E2038: {
      cause: "Printing, `str(..)` and template strings need `Printable`.",
      wrong: "type P = { x: int }\n@f (p: P) -> str = `{p}`;",
      right: "#derive(Printable)\ntype P = { x: int }\n@f (p: P) -> str = `{p}`;",
    },
    E2039: {
      cause:
        "A binding marked with `$` keeps its value, and so do loop variables. Leave the `$` out to assign\nto it, or to call a method that changes its `self`.",
      wrong: "@f () -> int = { let $x = 1; x = 2; x }",
      right: "@f () -> int = { let x = 1; x = 2; x }",
    },
    E2040: {
      cause:
        "The construct belongs to the language, but this version of the compiler does not carry it\nout. The message says which part is meant.",
      wrong: "@f () -> int = spawn(tasks: []);",
      right: "@f () -> int = 1;",
    },
    E2041: {
      cause:
        '`#repr` states how a struct lies in memory. `"c"` is for structs, `"transparent"` for a\nstruct of one field (a newtype is that anyway); a sum has no form that C knows.',
      wrong: '#repr("transparent")\ntype P = { x: int, y: int }',
      right: '#repr("c")\ntype P = { x: int, y: int }',
    },
    E2050: {
      cause:
        "The target of the assignment cannot be changed: a lambda (and the expression of `catch`) has\nits own copy of what it captures, and the characters of a string do not change in place.",
      wrong: "@f () -> int = {\n    let n = 0;\n    let g = () -> { n = 1; n };\n    g()\n}",
      right: "@f () -> int = {\n    let n = 0;\n    let g = () -> n + 1;\n    n = g();\n    n\n}",
    },
    E2051: {
      cause:
        "Parameters keep the value they were called with, all but `self`: they are not assigned, and no\nmethod that changes its `self` is called on them. Copy it to a binding first.",
      wrong: "@f (n: int) -> int = { n = n + 1; n }",
      right: "@f (n: int) -> int = { let m = n; m = m + 1; m }",
    },
    E2052: {
      cause: "Whichever alternative matches, the body finds the same names.",
      wrong: "type E = A(x: int) | B(y: int);\n@f (e: E) -> int = match e { A(x) | B(y) -> x };",
      right: "type E = A(x: int) | B(y: int);\n@f (e: E) -> int = match e { A(n) | B(n) -> n };",
    },
    E2053: {
      cause: "A name has one type, whichever alternative binds it.",
      wrong: "type E = A(x: int) | B(y: str);\n@f (e: E) -> int = match e { A(n) | B(n) -> 1 };",
      right: "type E = A(x: int) | B(y: str);\n@f (e: E) -> int = match e { A(_) | B(_) -> 1 };",
    },
    E2054: {
      cause:
        "`break` and `continue` act on a loop around them. A lambda inside of it starts anew, and so\ndoes the expression of `catch`, which `?` cannot leave either.",
      wrong: "@f () -> void = break;",
      right: "@f () -> void = loop { break };",
    },
    E2055: {
      cause:
        "No loop or block around carries this label. A label directly follows the word: `loop:name`.",
      wrong: "@f () -> void = loop:outer { break:outr }",
      right: "@f () -> void = loop:outer { break:outer }",
    },
    E2056: {
      cause:
        "`?` returns early with the `Err` or `None`, so the function must return a `Result` with\nthat error type, or an `Option`.",
      wrong: "@f (r: Result<int, str>) -> int = r? + 1;",
      right: "@f (r: Result<int, str>) -> Result<int, str> = Ok(r? + 1);",
    },
    E2057: {
      cause: "Only functions, lambdas, variants and newtypes can be called.",
      wrong: "@f (n: int) -> int = n(1);",
      right: "@f (n: (int) -> int) -> int = n(1);",
    },
    E2058: {
      cause: "An implementation writes every method of the trait that has no default body.",
      wrong: "type P = { x: int }\ntrait Show { @show (self) -> str }\nimpl P: Show { }",
      right:
        'type P = { x: int }\ntrait Show { @show (self) -> str }\nimpl P: Show { @show (self) -> str = "P"; }',
    },
    E2059: {
      cause: "The trait has no method of this name. Other methods go into an `impl` of their own.",
      wrong: "type P = { x: int }\nimpl P: Clone { @copy (self) -> Self = self; }",
      right: "type P = { x: int }\nimpl P { @copy (self) -> Self = self; }",
    },
    E2060: {
      cause:
        "A generic function calls itself with ever larger type arguments. Each of them would become\na function of its own, without end. Types nest at most 320 deep, and the type arguments of a\nfunction have at most 65,536 parts.",
      wrong:
        "@f<T> (x: T, n: int) -> int = if n == 0 then 0 else f(x: [x], n: n - 1);\n@main () -> void = print(msg: `{f(x: 1, n: 3)}`);",
      right:
        "@f<T> (x: T, n: int) -> int = if n == 0 then 0 else f(x:, n: n - 1);\n@main () -> void = print(msg: `{f(x: 1, n: 3)}`);",
    },
    E2061: {
      cause: "A program starts at `@main`. A file without it can be imported, checked and tested.",
      wrong: '@start () -> void = print(msg: "hi");',
      right: '@main () -> void = print(msg: "hi");',
    },
    E2062: {
      cause:
        "`@main` takes nothing or `args: [str]`, and returns `void`, `int` (the exit code), `Never` or\n`Result<void, E>`, whose error is printed (exit code 1).",
      wrong: '@main (n: int) -> str = "";',
      right: "@main (args: [str]) -> int = args.len();",
    },
    E2063: {
      cause:
        "A path in quotes is relative to the file, without `.ori`; other names are modules of the\nstandard library.",
      wrong: 'use "./mathh" { add };',
      right: 'use "./math" { add };',
    },
    E2064: {
      cause: "The module has no public item of this name. Mark it `pub` there, or import `::name`.",
      wrong: 'use "./math" { helper };',
      right: 'use "./math" { ::helper };',
    },
    E2065: {
      cause: "Modules import each other in a circle. Move what both need to a third one.",
      wrong: '// a.ori\nuse "./b" { g };\n// b.ori\nuse "./a" { f };',
      right: '// a.ori\nuse "./common" { h };\n// b.ori\nuse "./common" { h };',
    },
    E2066: {
      cause: "A struct literal gives every field a value, or takes the others from `...other`.",
      wrong: "type P = { x: int, y: int }\n@f () -> P = P { x: 1 };",
      right: "type P = { x: int, y: int }\n@f (p: P) -> P = P { ...p, x: 1 };",
    },
    E2067: {
      cause: "The pattern of `let`, `for` or a parameter must match every value. Use `match`.",
      wrong: "@f (o: Option<int>) -> int = { let Some(x) = o; x }",
      right: "@f (o: Option<int>) -> int = match o { Some(x) -> x, None -> 0 };",
    },
    E2068: {
      cause: "An `int` has 64 bits: from -9223372036854775808 to 9223372036854775807.",
      wrong: "@f () -> int = 9223372036854775808;",
      right: "@f () -> int = 9223372036854775807;",
    },
    E2070: {
      cause:
        "Where the pattern of a `let?` does not match, `None` leaves. If that value can be an `Err`, its\nerror would be lost. Pass it on by `?` first, or drop it openly by `.ok()`.",
      wrong: "@f (r: Result<Option<int>, str>) -> Option<int> = { let? Ok(Some(x)) = r; Some(x) };",
      right:
        "@f (r: Result<Option<int>, str>) -> Option<int> = { let? Some(Some(x)) = r.ok(); Some(x) };",
    },
    E2071: {
      cause:
        "`impl Trait` names the one type that the body of a function gives. A parameter or a field\nneeds a type parameter instead.",
      wrong: "@f (x: impl Printable) -> str = x.to_str();",
      right: "@f<T: Printable> (x: T) -> str = x.to_str();",
    },
    E2072: {
      cause:
        "A method that changes `self` gives the new value back to its caller. Those who call the methods\nof std's traits keep the value they have, so the change would be lost: change a copy instead.",
      wrong:
        "type C = { n: int }\nimpl C: Printable { @to_str (self) -> str = { self.n += 1; `{self.n}` } }",
      right:
        "type C = { n: int }\nimpl C: Printable { @to_str (self) -> str = { let copy = self; copy.n += 1; `{copy.n}` } }",
    },
    E2069: {
      cause: "There is no attribute of this name.",
      wrong: "#derived(Eq)\ntype P = { x: int }",
      right: "#derive(Eq)\ntype P = { x: int }",
    },
  };
