/** Finds the loop or block that `break` and `continue` leave. */
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import type { Type } from "../model/model.ts";
import type { BodyContext } from "./body_context.ts";
import type { JumpTarget } from "./scopes.ts";

/** A jump target around what is checked next; reports a label that is in use. */
export function makeJump(
  cx: Pick<BodyContext, "record" | "scopes">,
  expr: ast.Expr,
  label: ast.Name | undefined,
  kind: JumpTarget["kind"],
  value: Type,
): JumpTarget {
  const parent = cx.scopes.env.jumps;
  if (label !== undefined && targetNamed(parent, label.text) !== undefined) {
    cx.record.report(errors.labelInUse(label));
  }
  return {
    node: expr.id,
    kind,
    value,
    breaks: 0,
    ...(parent === undefined ? {} : { parent }),
    ...(label === undefined ? {} : { label: label.text }),
  };
}

function targetNamed(innermost: JumpTarget | undefined, label: string): JumpTarget | undefined {
  for (let target = innermost; target !== undefined; target = target.parent) {
    if (target.label === label) return target;
  }
  return undefined;
}

/** The loop or block that `expr` leaves; reports when there is none. */
export function findTarget(
  cx: Pick<BodyContext, "record" | "scopes">,
  expr: ast.ExprOf<"Break"> | ast.ExprOf<"Continue">,
  word: "break" | "continue",
): JumpTarget | undefined {
  const { label } = expr;
  if (label === undefined) {
    let target = cx.scopes.env.jumps;
    while (target?.kind === "block") target = target.parent;
    if (target === undefined) {
      cx.record.report(
        cx.scopes.env.frame.isCatch
          ? errors.leavesCatch(`\`${word}\``, expr.span)
          : errors.jumpOutsideLoop(word, expr.span),
      );
    }
    return target;
  }
  const target = targetNamed(cx.scopes.env.jumps, label.text);
  if (target === undefined) {
    cx.record.report(errors.unknownLabel(label, labelsOf(cx.scopes.env.jumps)));
    return undefined;
  }
  if (word === "continue" && target.kind === "block") {
    cx.record.report(errors.continueBlock(label));
    return undefined;
  }
  return target;
}

function labelsOf(innermost: JumpTarget | undefined): string[] {
  const labels: string[] = [];
  for (let target = innermost; target !== undefined; target = target.parent) {
    if (target.label !== undefined) labels.push(target.label);
  }
  return labels;
}
