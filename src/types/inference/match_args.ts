/** Arguments of a call to its parameters: names, positions, defaults. */
import type { Span } from "../../base/mod.ts";
import type { Fix } from "../../diagnostics/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import type { ArgSource, FnDef, Type } from "../model/model.ts";
import { ERROR_TYPE } from "../model/type.ts";
import type { BodyContext, Conversions } from "./body_context.ts";
import { coerce } from "./coerce.ts";
import type { Piped, Why } from "./hints.ts";
import { becomesObject } from "./infer_object.ts";
import type { Recorder } from "./recorder.ts";

/** A place that an argument fills. */
export interface Slot {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly type: Type;
  /** The default of parameter `param` of `fn`. */
  readonly default?: { readonly fn: FnDef; readonly param: number };
  readonly why?: Why;
}

export interface CallShape {
  /** For messages: ``function `add` ``. */
  readonly what: string;
  /**
   * `required`: two arguments or more need names. `optional`: names or positions.
   * `lenient`: likewise, and names that do not fit count as positions (functions of std).
   */
  readonly naming: "required" | "optional" | "lenient";
  readonly span: Span;
}

interface Matching {
  /** The first slot of each name and alias. */
  readonly places: ReadonlyMap<string, number>;
  /** Slot of each argument; -1 when it has none. */
  readonly slotOf: number[];
  /** Argument of each slot. */
  readonly argOf: (number | undefined)[];
}

/**
 * Matches `args` to `slots`, checks their types and gives the source of each slot. Undefined when
 * that was reported as wrong; the arguments have types all the same.
 */
export function checkArgs(
  cx: BodyContext,
  args: readonly ast.Arg[],
  slots: readonly Slot[],
  shape: CallShape,
): ArgSource[] | undefined {
  const errorsBefore = cx.record.errorCount;
  const matching = matchArgs(cx.record, args, slots, shape);
  const sources = sourcesOf(cx, matching, args, slots, shape, cx.record.errorCount > errorsBefore);
  checkTypes(cx, args, slots, matching.slotOf);
  return sources;
}

function matchArgs(
  record: Recorder,
  args: readonly ast.Arg[],
  slots: readonly Slot[],
  shape: CallShape,
): Matching {
  const spread = args.find((arg) => arg.isSpread);
  if (spread !== undefined) record.report(errors.notSupported("spread arguments", spread.span));
  const places = placesOf(slots);
  const isByPosition = shape.naming === "lenient" &&
    args.some((arg) => arg.name !== undefined && !places.has(arg.name.text));
  const matching: Matching = {
    places,
    slotOf: args.map(() => -1),
    argOf: slots.map(() => undefined),
  };
  if (!isByPosition) matchNamed(record, args, slots, shape, matching);
  matchPositional(record, args, slots, shape, matching, isByPosition);
  return matching;
}

function placesOf(slots: readonly Slot[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  slots.forEach(({ name, aliases }, place) => {
    for (const one of [name, ...aliases]) if (!places.has(one)) places.set(one, place);
  });
  return places;
}

function matchNamed(
  record: Recorder,
  args: readonly ast.Arg[],
  slots: readonly Slot[],
  shape: CallShape,
  matching: Matching,
): void {
  args.forEach((arg, i) => {
    if (arg.name === undefined) return;
    const slot = matching.places.get(arg.name.text);
    if (slot === undefined) {
      record.report(errors.unknownArgument(arg.name, shape.what, slots.map((s) => s.name)));
    } else if (matching.argOf[slot] !== undefined) {
      record.report(errors.duplicateArgument(arg.name));
    } else {
      matching.argOf[slot] = i;
      matching.slotOf[i] = slot;
    }
  });
}

function matchPositional(
  record: Recorder,
  args: readonly ast.Arg[],
  slots: readonly Slot[],
  shape: CallShape,
  matching: Matching,
  isByPosition: boolean,
): void {
  const unnamed: number[] = [];
  let next = 0;
  let surplus: ast.Arg | undefined;
  args.forEach((arg, i) => {
    if (arg.name !== undefined && !isByPosition) return;
    while (next < slots.length && matching.argOf[next] !== undefined) next++;
    if (next === slots.length) {
      surplus ??= arg;
      return;
    }
    matching.argOf[next] = i;
    matching.slotOf[i] = next;
    unnamed.push(i);
  });
  if (surplus !== undefined) {
    record.report(
      errors.wrongArgumentCount(shape.what, slots.length, args.length, surplus.span),
    );
  } else if (shape.naming === "required" && slots.length > 1 && unnamed.length > 0) {
    const first = args[unnamed[0] as number] as ast.Arg;
    const fix = namingFix(unnamed, args, slots, matching.slotOf);
    record.report(errors.namesRequired(shape.what, first.span, fix));
  }
}

function namingFix(
  unnamed: readonly number[],
  args: readonly ast.Arg[],
  slots: readonly Slot[],
  slotOf: readonly number[],
): Fix {
  const edits = unnamed.map((i) => {
    const { span } = args[i] as ast.Arg;
    const slot = slots[slotOf[i] as number] as Slot;
    return { span: { ...span, end: span.start }, text: `${slot.name}: ` };
  });
  return { title: "name the arguments", edits };
}

function sourcesOf(
  cx: BodyContext,
  matching: Matching,
  args: readonly ast.Arg[],
  slots: readonly Slot[],
  shape: CallShape,
  isReported: boolean,
): ArgSource[] | undefined {
  const sources: ArgSource[] = [];
  const missing: string[] = [];
  const piped = cx.hints.piped.get(args);
  slots.forEach((slot, i) => {
    const arg = matching.argOf[i];
    if (arg !== undefined) sources.push({ kind: "arg", index: arg });
    else if (slot.default !== undefined) sources.push({ kind: "default", ...slot.default });
    else {
      missing.push(slot.name);
      if (piped !== undefined) sources.push({ kind: "piped" });
    }
  });
  if (piped !== undefined) {
    return fillFromPipe(cx, piped, slots, sources, missing, shape, isReported);
  }
  if (isReported) return undefined;
  if (missing.length === 0) return sources;
  cx.record.report(
    errors.missingArguments(shape.what, slots.length, args.length, missing, shape.span),
  );
  return undefined;
}

/** A piped value goes to the one parameter that has neither an argument nor a default. */
function fillFromPipe(
  cx: Conversions,
  piped: Piped,
  slots: readonly Slot[],
  sources: ArgSource[],
  missing: readonly string[],
  shape: CallShape,
  isReported: boolean,
): ArgSource[] | undefined {
  const open = slots[sources.findIndex((source) => source.kind === "piped")];
  if (open === undefined || missing.length > 1) {
    if (!isReported) cx.record.report(errors.pipeTarget(shape.what, missing, shape.span));
    return undefined;
  }
  if (!becomesObject(cx, piped.value, piped.type, open.type)) {
    coerce(cx, piped.type, open.type, piped.value.span, open.why);
  }
  return isReported ? undefined : sources;
}

/** Lambdas come last: the other arguments tell what their parameters are. */
function checkTypes(
  cx: BodyContext,
  args: readonly ast.Arg[],
  slots: readonly Slot[],
  slotOf: readonly number[],
): void {
  for (const isLambdaTurn of [false, true]) {
    args.forEach((arg, i) => {
      if (isLambda(arg.value) === isLambdaTurn) checkArg(cx, arg, slots[slotOf[i] ?? -1]);
    });
  }
}

/** Whether an argument is a lambda, whose parameters the other arguments say more of. */
export function isLambda(expr: ast.Expr): boolean {
  return expr.kind === "Lambda" || expr.kind === "Paren" && isLambda(expr.inner);
}

function checkArg(cx: BodyContext, arg: ast.Arg, slot: Slot | undefined): void {
  if (slot === undefined) cx.infer(arg.value, ERROR_TYPE);
  else cx.check(arg.value, slot.type, slot.why);
}

/** Gives the arguments types where the call itself was already reported as wrong. */
export function inferArgs(cx: BodyContext, args: readonly ast.Arg[]): void {
  for (const arg of args) cx.infer(arg.value, ERROR_TYPE);
}
