/** Intrinsics on the world outside, and `panic`. */
import { type IntrinsicFunction, newText, strOf, VOID } from "./intrinsic.ts";
import { utf8Length } from "./text.ts";
import type { Value } from "./value.ts";
import type { World } from "./world.ts";

/** Output that was written before appears before the program waits for input. */
function read(w: World, next: () => string): Value {
  w.flush();
  return newText(w, next());
}

function panic(w: World, _type: number, message: Value): string {
  const str = strOf(message);
  const { text } = str;
  w.heap.release(str);
  return text;
}

export const IO_INTRINSICS = {
  print: (w, _type, text) => {
    w.output.writeLine(strOf(text).text);
    return VOID;
  },
  eprint: (w, _type, text) => {
    w.errors.write(`${strOf(text).text}\n`);
    return VOID;
  },
  write: (w, _type, text) => {
    w.output.write(strOf(text).text);
    return VOID;
  },
  stdin_line: (w) => read(w, () => w.input.line()),
  stdin_rest: (w) => read(w, () => w.input.rest()),
  program_args: (w, type) =>
    w.heap.list(type, w.args.map((arg) => w.heap.str(arg, utf8Length(arg)))),
  panic,
  panic_hold: (w) => newText(w, w.holdPanic()),
  panic_report: (w) => {
    w.reportHeld();
    return VOID;
  },
  panic_abort: (w) => w.abortHeld(),
} satisfies Record<string, IntrinsicFunction>;
