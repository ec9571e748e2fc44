/** Types written inside a body, in the scope of its function. */
import type { Span } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import { resolveType } from "../declarations/resolve_types.ts";
import * as errors from "../messages/errors_infer.ts";
import type { Entity, Type } from "../model/model.ts";
import { lookupType } from "../model/scope.ts";
import { unusableKey } from "../traits/map_keys.ts";
import type { BodyContext } from "./body_context.ts";

/** A written type; wrong ones are reported and give the error type. */
export function resolveBodyType(
  cx: Pick<BodyContext, "program" | "record" | "typeScope">,
  type: ast.TypeExpr,
): Type {
  const before = cx.record.diagnostics.all.length;
  const resolved = resolveType(cx.program, cx.typeScope, type, cx.record.diagnostics);
  const key = unusableKey(cx.program, resolved);
  if (key !== undefined) cx.record.diagnostics.report(errors.notAKey(key, type.span, undefined));
  if (cx.record.diagnostics.all.length > before) cx.record.errorCount++;
  return resolved;
}

/** Explicit type arguments of a call, of which there must be none or `count`. */
export function resolveTypeArgs(
  cx: Pick<BodyContext, "program" | "record" | "typeScope">,
  written: readonly ast.TypeArg[],
  count: number,
  span: Span,
  owner: string,
): readonly (Type | undefined)[] {
  if (written.length === 0) return [];
  if (written.length !== count) {
    cx.record.report(errors.wrongTypeArgumentCount(owner, count, written.length, span));
    return [];
  }
  return written.map((arg) => {
    if (arg.kind === "type") return resolveBodyType(cx, arg.type);
    return cx.record.report(errors.notSupported("constant type arguments", arg.value.span));
  });
}

/** The meaning of a plain name as a type: a parameter or `Self`, or an entity of the module. */
export function lookupBodyType(
  cx: Pick<BodyContext, "module" | "typeScope">,
  name: string,
): Entity | { readonly kind: "known"; readonly type: Type } | undefined {
  const type = cx.typeScope.names.get(name);
  if (type !== undefined) return { kind: "known", type };
  return lookupType(cx.module, name);
}
