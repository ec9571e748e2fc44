/** Which calls may let out a panic whose position lies in std, so that the position of the call has to be known. */
import type { Span } from "../../base/mod.ts";
import type { ArcProgram, Call } from "../ir/ir.ts";
import { canUnwind, eachCall, findUnwinding, spreadToCallers } from "./unwinding.ts";

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
  const found = spreadToCallers(program, (fn, { mark, follow }) =>
    eachCall(fn, (call) => {
      if (!isStd(call.span) || !canUnwind(call, unwinding)) return;
      if (call.kind === "Apply") follow(call.fn);
      else mark();
    }));
  return (call) => call.kind === "Apply" ? found[call.fn] : call.kind === "ApplyIndirect";
}
