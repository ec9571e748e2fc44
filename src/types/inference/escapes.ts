/**
 * Closures that keep the handler of a capability and could be called when it is no longer there: their `with` or function
 * is left with a value that may hold them, or they are stored in a variable outside. What a value may hold follows from
 * its type, so a function that is let out is taken for one of those closures.
 */
import type { Span } from "../../base/mod.ts";
import { escapingCapability } from "../messages/errors_capability.ts";
import type { LocalDef, LocalId, Type, TypeDef } from "../model/model.ts";
import { someType } from "../model/type.ts";
import type { BodyContext } from "./body_context.ts";

/** Reports them. All types are known. */
export function checkEscapes(cx: BodyContext): void {
  const { captures, providers } = cx.record;
  const seen = new Set<LocalId>();
  for (const { local, span } of captures) {
    if (seen.has(local.id)) continue;
    const way = wayOut(cx, local, providers.find(({ locals }) => locals.includes(local.id)));
    if (way === undefined) continue;
    seen.add(local.id);
    cx.record.report(escapingCapability({ local, capture: span, ...way }));
  }
}

interface Way {
  readonly way: Span;
  readonly text: string;
}

function wayOut(
  cx: BodyContext,
  local: LocalDef,
  provider: BodyContext["record"]["providers"][number] | undefined,
): Way | undefined {
  if (provider === undefined) {
    const { fn } = cx;
    const isHandler = cx.facts.handlerLocals.includes(local.id);
    if (!isHandler || !mayHoldFunction(cx.hidden.result)) return undefined;
    return { way: fn.span, text: "the result may hold the closure" };
  }
  const { expr, type } = provider;
  if (mayHoldFunction(type)) return { way: expr.body.span, text: "the value may hold the closure" };
  for (const store of cx.record.stores) {
    const isInside = store.span.start >= expr.span.start && store.span.end <= expr.span.end;
    const isOutside = store.local.span.start < expr.span.start ||
      store.local.span.end > expr.span.end;
    if (isInside && isOutside && mayHoldFunction(store.local.type)) {
      return { way: store.span, text: "the variable may hold the closure" };
    }
  }
  return undefined;
}

/** Whether a value of `type` may hold a closure that is made here. */
function mayHoldFunction(type: Type): boolean {
  const seen = new Set<TypeDef>();
  const holds = (part: Type): boolean => {
    if (part.kind === "fn") return true;
    if (part.kind !== "con" || seen.has(part.def)) return false;
    seen.add(part.def);
    const { body } = part.def;
    if (part.def.objectOf !== undefined || body.kind === "opaque") return true;
    if (body.kind === "newtype") return someType(body.inner, holds);
    const fields = body.kind === "struct"
      ? body.fields
      : body.kind === "sum"
      ? body.variants.flatMap((variant) => variant.fields)
      : [];
    return fields.some((field) => someType(field.type, holds));
  };
  return someType(type, holds);
}
