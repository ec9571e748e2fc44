/** Logs captures of lambdas at each stage, and the size of the program, for ORI_LOG (seeds VER-3). */
import type { ArcProgram } from "../arc/mod.ts";
import type { BytecodeProgram } from "../bytecode/mod.ts";
import { llvmValueTypes } from "../llvm/mod.ts";
import type { MonoProgram } from "../mono/mod.ts";
import type { LogListener } from "./log.ts";

/** After specialisation: each capture with its type (`ori_types`), and the program's size (`ori`). */
export function logSpecialized(mono: MonoProgram, log: LogListener): void {
  log("ori", "info", "specialized", {
    functions: String(mono.fns.length),
    types: String(mono.types.all.length),
  });
  for (const { symbol, params, locals, captureCount } of mono.fns) {
    for (const param of params.slice(0, captureCount ?? 0)) {
      const { name, type } = locals[param];
      log("ori_types", "debug", "capture", { fn: symbol, name, type: mono.types.get(type).name });
    }
  }
}

/** After the passes: each capture of the lambdas that are left, with what its body does to it (`ori_arc`). */
export function logLowered(arc: ArcProgram, log: LogListener): void {
  log("ori", "info", "lowered", { functions: String(arc.fns.length) });
  eachCapture(
    arc,
    (fn, name, type, ownership) =>
      log("ori_arc", "debug", "capture", { fn, name, type: arc.types.get(type).name, ownership }),
  );
}

/** Before LLVM text is written: LLVM's type of each capture (`ori_llvm`). */
export function logLlvm(arc: ArcProgram, log: LogListener): void {
  const typeOf = llvmValueTypes(arc.types);
  eachCapture(arc, (fn, name, type) =>
    log("ori_llvm", "debug", "capture", {
      fn,
      name,
      type: arc.types.get(type).name,
      llvm: typeOf(type),
    }));
}

/** Before the VM starts: the size of each function (`ori_vm`). */
export function logBytecode({ chunks }: BytecodeProgram, log: LogListener): void {
  for (const { name, code, registerCount } of chunks) {
    const fields = { fn: name, words: String(code.length), registers: String(registerCount) };
    log("ori_vm", "debug", "chunk", fields);
  }
}

function eachCapture(
  arc: ArcProgram,
  visit: (fn: string, name: string, type: ArcProgram["fns"][0]["result"], mark: string) => void,
): void {
  for (const fn of arc.fns) {
    if (fn.kind.kind !== "lambda") continue;
    for (const { var: v, ownership } of fn.params.slice(0, fn.kind.captures)) {
      visit(fn.name, fn.varNames[v] ?? `%${v}`, fn.varTypes[v], ownership);
    }
  }
}
