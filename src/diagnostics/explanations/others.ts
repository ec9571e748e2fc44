import type { ExplanationsOf } from "./explanation.ts";

/** Codes of patterns, tests, code generation and files, and the warnings. */
export const OTHERS:
  & ExplanationsOf<"E3">
  & ExplanationsOf<"E5">
  & ExplanationsOf<"E6">
  & ExplanationsOf<"E9">
  & ExplanationsOf<"W"> = {
    E3001: {
      cause: "A `match` covers every value. The message names one that no arm matches.",
      wrong: "@f (o: Option<int>) -> int = match o { Some(x) -> x };",
      right: "@f (o: Option<int>) -> int = match o { Some(x) -> x, None -> 0 };",
    },
    E3002: {
      cause: "Earlier arms already match everything that this one could.",
      wrong: "@f (n: int) -> int = match n { _ -> 0, 1 -> 1 };",
      right: "@f (n: int) -> int = match n { 1 -> 1, _ -> 0 };",
    },
    E3010: {
      cause: "With the strict check every function needs a test that names it.",
      wrong: "@inc (n: int) -> int = n + 1;",
      right:
        "@inc (n: int) -> int = n + 1;\n@test_inc tests @inc () -> void = assert_eq(actual: inc(1), expected: 2);",
      unreported: "there is no strict check.",
    },
    E5001: {
      cause:
        "The program is correct, but code could not be generated from it. Please report it with the\nsource; the virtual machine may still run the program.",
      wrong: "ori build main.ori",
      right: "ori run main.ori",
      language: "shell",
    },
    E5002: {
      cause: "Native programs need clang 16 or newer, and none was found.",
      wrong: "ori build main.ori    # without clang",
      right: "apt-get install clang lld && ori build main.ori",
      language: "shell",
    },
    E5003: {
      cause: "The linker failed. The notes hold what it said.",
      wrong: "ori build main.ori    # with an lld that is older than clang",
      right: "apt-get install clang-19 lld-19 && ori build main.ori",
      language: "shell",
    },
    E5004: {
      cause:
        "Native code is made for the machine that ori runs on. The virtual machine runs the code of\nevery target, and `ori check` checks it.",
      wrong: "ori build main.ori --target=windows-x86_64    # on Linux",
      right: "ori check main.ori --target=windows-x86_64",
      language: "shell",
    },
    E5005: {
      cause: "The output cannot be written: no such folder, no permission, or no space.",
      wrong: "ori build main.ori -o /missing/app",
      right: "ori build main.ori -o ./app",
      language: "shell",
    },
    E5006: {
      cause:
        "The compiled program in a binary or `.oric` file is damaged, cut,\nor of another version of ori. It is not run.",
      wrong: "head -c 4000 app > part && ori run part",
      right: "ori build main.ori -o app && ori run app",
      language: "shell",
    },
    E5007: {
      cause:
        "The output is a file that the program is compiled from, perhaps through a link or another spelling\nof its path, or another `.ori` file. Nothing is written, also with `--force`.",
      wrong: "ori build main.ori -o main.ori",
      right: "ori build main.ori -o main",
      language: "shell",
    },
    E5008: {
      cause:
        "Something else is where the output should go: not an earlier output of `ori build`. Nothing is\nwritten. `--force` replaces the file.",
      wrong: "echo notes > main && ori build main.ori",
      right: "ori build main.ori -o app",
      language: "shell",
    },
    E5010: {
      cause:
        "The command, its flags or what it is given do not fit together. Nothing was done. The flags of\na command are listed by `ori COMMAND --help`.",
      wrong: "ori run --engin=vm main.ori",
      right: "ori run --engine=vm main.ori",
      language: "shell",
    },
    E5011: {
      cause:
        "The system does not start this file as a program: it is not executable, is gone, or\nits folder is on a disk from which nothing may be run.",
      wrong: "chmod -x app && ori run --engine=aot app",
      right: "chmod +x app && ori run --engine=aot app",
      language: "shell",
    },
    E6001: {
      cause: "The file cannot be read: it does not exist, is a folder, or may not be opened.",
      wrong: "ori run mian.ori",
      right: "ori run main.ori",
      language: "shell",
    },
    E6002: {
      cause:
        "The file holds no events of ORI_TRACE_RC, or a line that is not one. `ori rc-stats` takes a\ntrace, or a program whose name ends in `.ori`.",
      wrong: "ori rc-stats main.c",
      right: "ORI_TRACE_RC=1 ./app 2> app.trace; ori rc-stats app.trace",
      language: "shell",
    },
    E6003: {
      cause:
        "The run reached the limit of `--max-steps`: each call of a function and each start of a turn of\na loop is a step. What was printed stays; nothing is released, caught or dropped.",
      wrong: "ori run --max-steps=10 main.ori",
      right: "ori run --max-steps=1000000 main.ori",
      language: "shell",
    },
    E6004: {
      cause:
        "Texts, lists, cells, closures and the stack of the run took more than `--max-memory` allows. The\nrun may exceed it by a sixteenth before that is noticed. What was printed stays; nothing is\nreleased, caught or dropped.",
      wrong: "ori run --max-memory=1kb main.ori",
      right: "ori run --max-memory=64mb main.ori",
      language: "shell",
    },
    E6005: {
      cause:
        "No file below the folders that were named ends in `.ori`, so there is nothing to check or test.",
      wrong: "mkdir empty; ori test empty",
      right: "ori test src",
      language: "shell",
    },
    E9001: {
      cause:
        "A bug in the compiler, not in the program. Please report it with the source and the\nmessage, which names the stage and the function.",
      wrong: "ori build main.ori",
      right: "ori run main.ori",
      language: "shell",
    },
    W0001: {
      cause:
        "A comment or literal holds invisible characters, or such as change the order in which the text\naround them is shown: bidirectional controls, zero width characters, other controls. The lines\nmay look different from what the compiler reads. Escapes in literals, such as `\\u{202E}`,\nshow what is meant.",
      wrong: '@text () -> str = "user\u202e nimda";',
      right: '@text () -> str = "user\\u{202E} nimda";',
    },
    W1001: {
      cause: "In the header of an implementation the type is first, then `:` and the trait.",
      wrong: "type P = { x: int }\nimpl Eq for P { @equals (self, other: Self) -> bool = true; }",
      right: "type P = { x: int }\nimpl P: Eq { @equals (self, other: Self) -> bool = true; }",
    },
    W1002: {
      cause: "Attributes are written without brackets.",
      wrong: "#[derive(Eq)]\ntype P = { x: int }",
      right: "#derive(Eq)\ntype P = { x: int }",
    },
    W1003: {
      cause: "A constant of a file starts with `let`.",
      wrong: "$limit = 10;",
      right: "let $limit = 10;",
    },
    W1004: {
      cause: "An item ends in `;`, unless its last token is `}`.",
      wrong: "@one () -> int = 1\n@two () -> int = 2;",
      right: "@one () -> int = 1;\n@two () -> int = 2;",
    },
    W1005: {
      cause: "The guard of an arm is written with `if`.",
      wrong: "@f (n: int) -> int = match n { x.match(x > 1) -> x, _ -> 0 };",
      right: "@f (n: int) -> int = match n { x if x > 1 -> x, _ -> 0 };",
    },
    W1006: {
      cause: "Digits are separated by one `_` at a time, and a decimal number starts with no zero.",
      wrong: "@f () -> int = 1__000 + 007;",
      right: "@f () -> int = 1_000 + 7;",
    },
    W2001: {
      cause:
        "The iterator never ends, and what consumes it wants all of its elements. Bound it by `take`.",
      wrong: "@f () -> [int] = (0..).iter().collect();",
      right: "@f () -> [int] = (0..).iter().take(5).collect();",
    },
    W2003: {
      cause: "The pattern of this `let?` matches every value, so that nothing ever leaves here.",
      wrong: "@f (p: (int, int)) -> Option<int> = { let? (a, b) = p; Some(a + b) };",
      right: "@f (p: (int, int)) -> Option<int> = { let (a, b) = p; Some(a + b) };",
    },
    W2004: {
      cause: "A `let?` that only takes the value out of `Some` does what `?` does.",
      wrong: "@f (o: Option<int>) -> Option<int> = { let? Some(x) = o; Some(x + 1) };",
      right: "@f (o: Option<int>) -> Option<int> = { let x = o?; Some(x + 1) };",
    },
    W2005: {
      cause:
        "A name that is no variant binds every value. This one starts with a capital and resembles a\nvariant, so that the variant is probably meant.",
      wrong: "@f (o: Option<int>) -> int = match o { Some(n) -> n, Nome -> 0 };",
      right: "@f (o: Option<int>) -> int = match o { Some(n) -> n, None -> 0 };",
    },
    W3001: {
      cause: "An earlier arm has the same literal, so this one never matches.",
      wrong: '@f (n: int) -> str = match n { 1 -> "a", 1 -> "b", _ -> "c" };',
      right: '@f (n: int) -> str = match n { 1 -> "a", 2 -> "b", _ -> "c" };',
    },
    W3002: {
      cause:
        "The clauses before this one already take every value. A second definition of a function with\nthe same parameters is a clause too.",
      wrong: '@f (n: int) -> str = "any";\n@f (0) = "zero";',
      right: '@f (0: int) -> str = "zero";\n@f (n) = "any";',
    },
    W3011: {
      cause:
        "A test names a function that is neither declared nor imported here. The test runs all the same.",
      wrong: "@inc (n: int) -> int = n + 1;\n@t tests @incr () -> void = assert(inc(1) == 2);",
      right: "@inc (n: int) -> int = n + 1;\n@t tests @inc () -> void = assert(inc(1) == 2);",
    },
    W2002: {
      cause: "The value of this statement is not used. Bind it, or discard it with `let _ =`.",
      wrong: "@f (xs: [int]) -> void = { xs.push(1); }",
      right: "@f (xs: [int]) -> [int] = { let ys = xs.push(1); ys }",
      unreported: "such a statement is accepted.",
    },
    W2006: {
      cause:
        "Control does not get past `panic`, `break`, `continue`, a `loop` without `break` and calls of\nfunctions that give `Never`.",
      wrong: '@f () -> int = { panic(msg: "no"); 5 }',
      right: '@f () -> int = panic(msg: "no");',
    },
    W1007: {
      cause:
        "Older sources bind any value to any name by `with`. A capability is a trait; for a value, write\n`let`.",
      wrong: "@f () -> int = with Limit = 10 in Limit + 1;",
      right: "@f () -> int = { let limit = 10; limit + 1 };",
    },
  };
