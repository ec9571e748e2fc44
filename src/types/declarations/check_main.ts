/** The forms of `@main` and of the panic handler (spec 23). */
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_entry.ts";
import { INT, listType, STR } from "../model/builtin.ts";
import type { FnDef, Type } from "../model/model.ts";
import type { Program } from "../model/program.ts";
import { showType } from "../model/show_type.ts";
import { conType, equalTypes, hasErrorType, isBuiltin, prune } from "../model/type.ts";
import { findImpl } from "../traits/traits.ts";
import type { DeclareState } from "./declare_state.ts";

/** Reports a `@main` of a file of the command line that the engines could not call. */
export function checkMains(state: DeclareState, program: Program): void {
  for (const id of state.graph.entries) {
    const main = state.modules[id]?.functions.find((fn) =>
      fn.name === "main" && fn.kind === "function"
    );
    if (main !== undefined) checkMain(state, program, main);
  }
}

function checkMain(state: DeclareState, program: Program, main: FnDef): void {
  const [args, ...others] = main.params;
  const takes = args === undefined || hasErrorType(args.type) ||
    others.length === 0 && equalTypes(args.type, listType(STR));
  const failure = errorOf(program, main.result);
  const gives = failure !== undefined || hasErrorType(main.result) ||
    ["void", "int", "Never"].some((name) => isBuiltin(main.result, name));
  if (!takes || !gives || main.typeParams.length > 0) state.report(errors.wrongMain(main.span));
  else if (failure !== undefined && !hasErrorType(failure)) {
    const { kind } = findImpl(program, program.builtins.trait("Printable"), failure);
    if (kind === "missing") state.report(errors.errorWithoutText(showType(failure), main.span));
  }
}

/** `E` of `Result<void, E>`. */
function errorOf(program: Program, result: Type): Type | undefined {
  const t = prune(result);
  if (t.kind !== "con" || t.def !== program.builtins.type("Result")) return undefined;
  const [value, failure] = t.args;
  return value !== undefined && isBuiltin(value, "void") ? failure : undefined;
}

// --- The panic handler -----------------------------------------------------------------------------

/** Whether a function is a panic handler, by what it takes: others of its name are functions as any. */
export function isPanicHandler({ name, params }: ast.FunctionItem): boolean {
  const type = params[0]?.type;
  return name.text === "panic" && params.length === 1 && type?.kind === "Path" &&
    type.path.names.length === 1 && type.path.names[0]?.text === "PanicInfo";
}

/** Reports handlers of another form, and all but the first. */
export function checkPanicHandlers(state: DeclareState, program: Program): void {
  const [first] = state.panicHandlers;
  for (const handler of state.panicHandlers) {
    if (handler !== first && first !== undefined) {
      state.report(errors.secondPanicHandler(handler.span, first.span));
    }
    checkPanicHandler(state, program, handler);
  }
}

function checkPanicHandler(state: DeclareState, program: Program, handler: FnDef): void {
  const info = handler.params[0]?.type;
  if (info === undefined || hasErrorType(info) || hasErrorType(handler.result)) return;
  if (handler.typeParams.length > 0 || !isBuiltin(handler.result, "void")) {
    return state.report(errors.wrongPanicHandler(handler.span));
  }
  const struct = prune(info);
  if (struct.kind !== "con" || struct.def.body.kind !== "struct" || struct.args.length > 0) {
    return state.report(errors.wrongPanicHandler(handler.span));
  }
  for (const { name, type } of struct.def.body.fields) {
    if (!isPanicField(program, name, type)) {
      state.report(errors.wrongPanicInfo(name, struct.def.span, handler.span));
    }
  }
}

/** Programs may have a `PanicInfo` of their own, with some of the fields of that of the prelude. */
function isPanicField(program: Program, name: string, type: Type): boolean {
  if (name === "message") return equalTypes(type, STR);
  if (name === "thread_id") {
    return equalTypes(type, conType(program.builtins.type("Option"), [INT]));
  }
  const t = prune(type);
  if (name === "stack_trace") {
    return t.kind === "con" && isBuiltin(t, "list") && isPlace(t.args[0] as Type);
  }
  return name === "location" && isPlace(t);
}

const PLACE: ReadonlyMap<string, Type> = new Map([
  ["function", STR],
  ["function_name", STR],
  ["file", STR],
  ["line", INT],
  ["column", INT],
]);

function isPlace(type: Type): boolean {
  const t = prune(type);
  if (t.kind !== "con" || t.def.body.kind !== "struct" || t.args.length > 0) return false;
  return t.def.body.fields.every((field) => {
    const wanted = PLACE.get(field.name);
    return wanted !== undefined && equalTypes(field.type, wanted);
  });
}
