/**
 * `let? pattern = value` (spec 13.9): where the pattern does not match, `None` leaves as from `?`.
 * No such exit may drop an error unseen (spec 16.5.3).
 */
import type { Diagnostics } from "../../diagnostics/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import type { FallibleLet } from "../model/forms.ts";
import type { Type, TypeDef } from "../model/model.ts";
import { prune } from "../model/type.ts";
import { coverageOf, isIrrefutablePat } from "./coverage.ts";
import { partsOf, type Pat, type PatternView, resolvePattern } from "./pattern.ts";

/** Reports a pattern whose mismatch drops an error (E2070), and one that `let` alone can bind. */
export function checkFallible(
  view: PatternView,
  builtins: { readonly option: TypeDef; readonly result: TypeDef },
  statement: FallibleLet,
  diagnostics: Diagnostics,
): void {
  const pat = resolvePattern(view, statement.pattern);
  if (pat === undefined) return;
  if (isIrrefutablePat(pat)) {
    diagnostics.report(errors.inertFallible(statement.fallible.span));
  } else if (dropsError(pat, builtins.result)) {
    diagnostics.report(errors.errorDropped(pat.span));
  } else if (isOf(pat.type, builtins.option) && isWholePayload(pat)) {
    diagnostics.report(errors.plainTry(statement));
  }
}

/**
 * Whether what the pattern does not match may hold an error: at the top, when `Err` is not covered;
 * inside, when a `Result` is looked at and not bound whole.
 */
function dropsError(pat: Pat, result: TypeDef): boolean {
  if (isOf(pat.type, result)) {
    const { missing, isProven } = coverageOf(pat.type, [{ pat, isGuarded: false }]);
    if (!isProven || missing.some((witness) => witness.startsWith("Err"))) return true;
  }
  return heads(pat).some((head) => partsOf(head).some((part) => looksAtResult(part, result)));
}

/** The alternatives of the pattern as a whole. */
function heads(pat: Pat): readonly Pat[] {
  return pat.kind === "or" ? pat.alternatives.flatMap(heads) : [pat];
}

function looksAtResult(pat: Pat, result: TypeDef): boolean {
  if (isOf(pat.type, result) && !isIrrefutablePat(pat)) return true;
  return partsOf(pat).some((part) => looksAtResult(part, result));
}

/** `Some(x)`. */
function isWholePayload(pat: Pat): boolean {
  return pat.kind === "variant" && pat.binds.length === 0 && pat.fields.length === 1 &&
    pat.fields[0]?.kind === "any";
}

function isOf(type: Type, def: TypeDef): boolean {
  const t = prune(type);
  return t.kind === "con" && t.def === def;
}
