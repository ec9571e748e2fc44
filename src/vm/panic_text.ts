/** How panics are reported. */
import type { Aborted, Panic } from "./world.ts";

/** The report of an uncaught panic. */
export function panicText(panic: Panic): string {
  const calls = panic.backtrace.map((place) => `  in ${place}\n`).join("");
  return `panic: ${describePanic(panic)}\n${calls}`;
}

/** The report of a panic that left what ran because of another one. */
export function abortText({ first, second, place }: Aborted): string {
  return `${panicText(second)}abort: ${place}: ${describePanic(first)}\n`;
}

function describePanic({ message, position }: Panic): string {
  return position === undefined ? message : `${message} at ${position}`;
}
