import type { ExplanationsOf } from "./explanation.ts";

/** Codes of impls of `Drop`. */
export const DROP: ExplanationsOf<"E098"> & ExplanationsOf<"E208"> = {
  E0980: {
    cause:
      "`drop` runs when the last reference to a value goes, which may be while a panic unwinds.\nSo it cannot wait for anything.",
    wrong: "type F = { fd: int }\nimpl F: Drop {\n    @drop (self) -> void uses Suspend = ();\n}",
    right: "type F = { fd: int }\nimpl F: Drop {\n    @drop (self) -> void = ();\n}",
  },
  E0981: {
    cause: "Nobody is there to receive what a `drop` gives: it gives `void`.",
    wrong: "type F = { fd: int }\nimpl F: Drop {\n    @drop (self) -> int = self.fd;\n}",
    right: "type F = { fd: int }\nimpl F: Drop {\n    @drop (self) -> void = ();\n}",
  },
  E2080: {
    cause:
      "A trait object drops the value that it was made of, by the `drop` of that value's type.\nIt has none of its own.",
    wrong:
      "trait Named { @name (self) -> str }\nimpl Named: Drop {\n    @drop (self) -> void = ();\n}",
    right: "type Handle = { fd: int }\nimpl Handle: Drop {\n    @drop (self) -> void = ();\n}",
  },
  E2081: {
    cause:
      "`drop` runs once for each value, when its last reference goes. A call would be one too many.",
    wrong:
      "type F = { fd: int }\nimpl F: Drop {\n    @drop (self) -> void = ();\n}\n@f (x: F) -> void = x.drop();",
    right:
      "type F = { fd: int }\nimpl F: Drop {\n    @drop (self) -> void = ();\n}\n@f (x: F) -> void = drop_early(value: x);",
  },
};
