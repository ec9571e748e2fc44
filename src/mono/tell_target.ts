import type { Span } from "../base/mod.ts";
import type { ChoiceReason, Events } from "../events/mod.ts";
import {
  arityOf,
  type FnDef,
  objectTrait,
  showType,
  signatureOf,
  type Type,
} from "../types/mod.ts";
import type { Target } from "./resolve.ts";

/** Tells which function a method of a trait is in the instance `fn` (seeds DBG-9). */
export function tellTarget(
  events: Events,
  { method, self, target, span, fn }: {
    readonly method: FnDef;
    readonly self: Type;
    readonly target: Target;
    readonly span: Span;
    readonly fn: string;
  },
): void {
  const recv = showType(self);
  const chosen = target.kind === "fn"
    ? signatureOf(target.fn)
    : `${recv}.${method.name}/${arityOf(method)}`;
  events.decisions.note({
    span,
    fn,
    isOfInstance: true,
    choice: {
      recv_cls: recv,
      method: method.name,
      arity: arityOf(method),
      candidates: [chosen],
      unique: true,
      chosen,
      reason: reasonOf(target),
      certain: objectTrait(self) === undefined,
    },
  });
}

function reasonOf(target: Target): ChoiceReason {
  if (target.kind !== "fn") return "derived";
  return target.fn.owner?.kind === "trait" ? "trait-default" : "impl";
}
