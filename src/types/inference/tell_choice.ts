/**
 * Tells the hub what method calls, operators and conversions mean, and why (seeds DBG-9, DBG-15). What is decided in a body is
 * kept until the types of the body are final.
 */
import type { Span } from "../../base/mod.ts";
import type { ChoiceReason } from "../../events/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import { STR } from "../model/builtin.ts";
import type { Callee, FnDef, Type } from "../model/model.ts";
import { showType } from "../model/show_type.ts";
import { prune, someType } from "../model/type.ts";
import type { Choice } from "../traits/choose_method.ts";
import type { MethodCandidate } from "../traits/lookup_method.ts";
import { objectTrait } from "../traits/trait_objects.ts";
import { arityOf, signatureOf, signaturesOf } from "../traits/signature.ts";
import type { BodyContext } from "./body_context.ts";

/** A decision whose types may still become known. */
export interface PendingChoice {
  readonly span: Span;
  readonly recv: Type;
  /** Whether the receiver had no type yet when the method was asked of it. */
  readonly wasOpen: boolean;
  readonly method: string;
  readonly arity: number;
  readonly candidates: readonly string[];
  readonly chosen: string;
  readonly reason: ChoiceReason;
  readonly isDecidedLater: boolean;
  /** Of operators. */
  readonly operation?: { readonly op: string; readonly right?: Type; readonly result?: Type };
}

type Teller = Pick<BodyContext, "program" | "choices">;

/** Whether anybody wants to know. */
export function tellsChoices({ program: { events } }: Pick<BodyContext, "program">): boolean {
  return events !== undefined && (events.resolve || events.op);
}

/** A call of a method by name. */
export function noteMethod(
  cx: Teller,
  expr: ast.ExprOf<"MethodCall">,
  { type: recv, wasOpen }: { readonly type: Type; readonly wasOpen: boolean },
  candidates: readonly MethodCandidate[],
  { chosen, reason }: Choice,
): void {
  if (wasOpen) cx.program.events?.metrics.count("birth_me_void_hits");
  cx.choices.push({
    span: expr.span,
    recv,
    wasOpen,
    method: expr.method.text,
    arity: expr.args.length,
    candidates: signaturesOf(candidates),
    chosen: chosen === undefined ? "" : signatureOf(chosen.fn),
    reason,
    isDecidedLater: chosen?.kind === "trait",
  });
}

/** The method noted last is none: a field of that name holds what is called. */
export function noteField(cx: Teller): void {
  const last = cx.choices.pop();
  if (last === undefined) return;
  cx.choices.push({ ...last, reason: "field" });
  cx.program.events?.metrics.count("fallback_count");
}

/** A method that a form of the language calls: an operator, a part of a template, a cast. */
export function noteRewrite(
  cx: Teller,
  { span, recv, fn, reason, operation }: {
    readonly span: Span;
    readonly recv: Type;
    readonly fn: FnDef;
    readonly reason: ChoiceReason;
    readonly operation?: PendingChoice["operation"];
  },
): void {
  const name = signatureOf(fn);
  cx.choices.push({
    span,
    recv,
    wasOpen: false,
    method: fn.name,
    arity: arityOf(fn),
    candidates: [name],
    chosen: name,
    reason,
    isDecidedLater: true,
    ...(operation === undefined ? {} : { operation }),
  });
}

type TraitCallee = Callee & { readonly kind: "trait" };

/** A value that becomes text: in a template, by `str(..)`, by `as str`. */
export function noteText(cx: Teller, site: { readonly span: Span }, callee: Callee): void {
  const { method: fn, self: recv } = callee as TraitCallee;
  const operation = { op: fn.name, result: STR };
  noteRewrite(cx, { span: site.span, recv, fn, reason: "rewrite-text", operation });
}

/** A cast that calls `As` or `TryAs`. */
export function noteConversion(cx: Teller, site: { readonly span: Span }, callee: Callee): void {
  const { method: fn, self: recv } = callee as TraitCallee;
  noteRewrite(cx, { span: site.span, recv, fn, reason: "conversion" });
}

/** A value of type `from` that becomes an object of the trait that is the type `to`. */
export function noteObject(
  cx: Teller,
  site: { readonly span: Span },
  from: Type,
  to: Type,
): void {
  const chosen = `${showType(to)} of ${showType(from)}`;
  cx.choices.push({
    span: site.span,
    recv: from,
    wasOpen: false,
    method: "object",
    arity: 0,
    candidates: [chosen],
    chosen,
    reason: "trait-object",
    isDecidedLater: true,
  });
}

/** Tells what was noted in the body, whose types are final. */
export function tellChoices(cx: BodyContext): void {
  const { program: { events }, fn, choices } = cx;
  if (events === undefined) return;
  const show = (type: Type | undefined) => type === undefined ? "" : showType(prune(type));
  for (const choice of choices) {
    const { span, recv, wasOpen, isDecidedLater, operation, ...rest } = choice;
    const type = show(recv);
    events.decisions.note({
      span,
      fn: signatureOf(fn),
      isOfInstance: false,
      choice: {
        ...(wasOpen ? { inferred_cls: type } : { recv_cls: type }),
        ...rest,
        unique: rest.candidates.length === 1,
        certain: objectTrait(recv) === undefined && (!isDecidedLater || !isGeneric(recv)),
      },
      ...(operation === undefined ? {} : {
        operation: {
          op: operation.op,
          lhs_type: type,
          rhs_type: show(operation.right),
          result_type: show(operation.result),
        },
      }),
    });
  }
}

/** Whether instances of the function differ in the type. */
function isGeneric(type: Type): boolean {
  return someType(type, (part) => prune(part).kind === "param");
}
