/** How panics are reported. */
import type { Aborted, BacktraceMode, Panic } from "./world.ts";

/** The report of an uncaught panic. */
export function panicText(panic: Panic, mode: BacktraceMode): string {
  const calls = mode === "json"
    ? panicJson(panic)
    : panic.backtrace.map(({ fn, at }) => `  in ${fn} at ${at}\n`).join("");
  return `panic: ${describePanic(panic)}\n${calls}`;
}

/** The panic as one line for tools; what native programs print is `runtime/src/backtrace.c`. */
function panicJson({ message, position: at = "", backtrace: frames }: Panic): string {
  return JSON.stringify({ schemaVersion: 1, panic: { message, at, frames } }) + "\n";
}

/** The report of a panic that left what ran because of another one. */
export function abortText({ first, second, place }: Aborted, mode: BacktraceMode): string {
  return `${panicText(second, mode)}abort: ${place}: ${describePanic(first)}\n`;
}

function describePanic({ message, position }: Panic): string {
  return position === undefined ? message : `${message} at ${position}`;
}
