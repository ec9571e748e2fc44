import type { ExplanationsOf } from "./explanation.ts";

/** Codes of capabilities: `uses`, `with`, `def impl`, `capset` and handlers. */
export const CAPABILITIES: ExplanationsOf<"E212"> = {
  E2120: {
    cause: "`uses` and `capset` name traits, other sets, and the markers `Suspend` and `Unsafe`.",
    wrong: '@read () -> str uses Files = "text";',
    right: "trait Files { @text () -> str }\n@read () -> str uses Files = Files.text();",
  },
  E2121: {
    cause: "A set of capabilities stands for its members, so it cannot be one of them.",
    wrong: "capset Net = Web;\ncapset Web = Net;",
    right: "trait Http { @get () -> str }\ncapset Net = Http;\ncapset Web = Net;",
  },
  E2122: {
    cause:
      "A `def impl` is the implementation of a capability where nothing is bound, so there is no value\nfor `self`.",
    wrong: "trait Log { @log () -> int }\ndef impl Log { @log (self) -> int = 1; }",
    right: "trait Log { @log () -> int }\ndef impl Log { @log () -> int = 1; }",
  },
  E2123: {
    cause:
      "`@main`, tests and the methods of traits are called without handlers. What they use has a\n`def impl`, or they bind it themselves.",
    wrong: "trait Log { @log () -> int }\n@main () -> void uses Log = ();",
    right:
      "trait Log { @log () -> int }\ndef impl Log { @log () -> int = 1; }\n@main () -> void uses Log = ();",
  },
  E2124: {
    cause: "A set of capabilities has no operations of its own: its members are bound one by one.",
    wrong: "trait Log { @log () -> int }\ncapset Out = Log;\n@f () -> int = with Out = 1 in 2;",
    right:
      "trait Log { @log () -> int }\ncapset Out = Log;\nimpl int: Log { @log (self) -> int = self; }\n@f () -> int = with Log = 1 in Log.log();",
  },
  E2125: {
    cause:
      "A handler is there until its `with` or function ends. A closure that uses it must not be called\nlater, so it cannot leave, be it inside of a struct, a list or an iterator.",
    wrong:
      "trait Log { @log () -> int }\nimpl int: Log { @log (self) -> int = self; }\n@f () -> int = { let g = with Log = 1 in () -> Log.log(); g() }",
    right:
      "trait Log { @log () -> int }\nimpl int: Log { @log (self) -> int = self; }\n@f () -> int = with Log = 1 in { let g = () -> Log.log(); g() };",
  },
  E2126: {
    cause: "A stateful handler has the operations of its trait and no others.",
    wrong:
      "trait Log { @log () -> int }\n@f () -> int = with Log = handler(state: 0) { lug: (s) -> (s, s) } in 1;",
    right:
      "trait Log { @log () -> int }\n@f () -> int = with Log = handler(state: 0) { log: (s) -> (s, s) } in 1;",
  },
  E2127: {
    cause: "A handler has all operations of its trait that have no default.",
    wrong:
      "trait Log { @log () -> int; @clear () -> void }\n@f () -> int = with Log = handler(state: 0) { log: (s) -> (s, s) } in 1;",
    right:
      "trait Log { @log () -> int; @clear () -> void }\n@f () -> int = with Log = handler(state: 0) { log: (s) -> (s, s), clear: (_) -> (0, ()) } in 1;",
  },
  E2128: {
    cause:
      "An operation of a handler is a lambda that takes the state and what the trait states, and gives\nthe next state and the result.",
    wrong:
      "trait Log { @log (n: int) -> int }\n@f () -> int = with Log = handler(state: 0) { log: (s) -> (s, s) } in 1;",
    right:
      "trait Log { @log (n: int) -> int }\n@f () -> int = with Log = handler(state: 0) { log: (s, n) -> (s + n, n) } in 1;",
  },
};
