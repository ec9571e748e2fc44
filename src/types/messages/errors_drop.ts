/** Diagnostics about `Drop`. */
import type { Span } from "../../base/mod.ts";
import type { Diagnostic } from "../../diagnostics/mod.ts";
import type { FnDef, ImplDef, LocalDef } from "../model/model.ts";
import { showType } from "../model/show_type.ts";

export function dropSuspends(span: Span): Diagnostic {
  return {
    code: "E0980",
    message: "`Drop.drop` cannot suspend",
    primary: { span, text: "not allowed here" },
    notes: ["a drop runs to its end, also while a panic unwinds"],
    help: "let another method do what waits, and call it before the value goes",
  };
}

export function dropGivesValue(drop: FnDef, span: Span): Diagnostic {
  return {
    code: "E0981",
    message: "`Drop.drop` gives `void`",
    primary: { span, text: `expected \`void\`, found \`${showType(drop.result)}\`` },
    notes: ["nobody is there to receive what a drop gives"],
  };
}

export function dropOnObject(impl: ImplDef): Diagnostic {
  return {
    code: "E2080",
    message: `\`Drop\` cannot be implemented for the trait \`${showType(impl.self)}\``,
    primary: { span: impl.span, text: "a trait object drops what it was made of" },
    help: "implement it for the types that have the trait",
  };
}

export function dropCalled(span: Span): Diagnostic {
  return {
    code: "E2081",
    message: "`drop` is called when the last reference goes, and only then",
    primary: { span, text: "would run a second time" },
    help: "give the value up earlier by `drop_early(value: ..)`",
  };
}

/** A use of `local` after the `drop_early` at `gone`. */
export function usedAfterDrop(local: LocalDef, span: Span, gone: Span): Diagnostic {
  return {
    code: "E2106",
    message: `\`${local.name}\` is used after \`drop_early\``,
    primary: { span, text: "has no value any more" },
    related: [{ span: gone, text: "given up here" }],
    help: `use it before, or give up a copy: \`drop_early(value: ${local.name}.clone())\``,
  };
}
