/** Which calls may let out a panic whose position lies in std, so that the position of the call has to be known. */
import type { Span } from "../../base/mod.ts";
import type { ArcProgram, Call, FnId } from "../ir/ir.ts";
import { canUnwind, eachCall, findUnwinding } from "./unwinding.ts";

/** Tells whether a call, which can unwind, may let out a panic that has its position in std. */
export type LetsOutStdPanics = (call: Call) => boolean;

/**
 * Finds the functions that let out panics of std: those with a call of std that can unwind and is itself no call of a
 * function that lets none out. A panic that passes a call in the program has the position of that call from there on.
 */
export function findStdPanics(program: ArcProgram): LetsOutStdPanics {
  const { stdFiles } = program;
  if (stdFiles.size === 0) return () => false;
  const isStd = (span: Span) => stdFiles.has(span.file);
  const unwinding = findUnwinding(program);
  const found = program.fns.map(() => false);
  const callers: FnId[][] = program.fns.map(() => []);
  const queue: FnId[] = [];
  const mark = (fn: FnId): void => {
    if (found[fn]) return;
    found[fn] = true;
    queue.push(fn);
  };
  for (const fn of program.fns) {
    eachCall(fn, (call) => {
      if (!isStd(call.span) || !canUnwind(call, unwinding)) return;
      if (call.kind === "Apply") callers[call.fn].push(fn.id);
      else mark(fn.id);
    });
  }
  for (let fn = queue.pop(); fn !== undefined; fn = queue.pop()) callers[fn].forEach(mark);
  return (call) => call.kind === "Apply" ? found[call.fn] : call.kind === "ApplyIndirect";
}
