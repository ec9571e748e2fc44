/** Intrinsics on the world outside, and `panic`. */
import { bug, type IntrinsicFunction, newText, strOf, VOID } from "./intrinsic.ts";
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

/** The message of the panic that a handler ends. A stack overflow ends the program instead. */
function takePanic(w: World): Value {
  if (w.panic === undefined) throw bug("a handler without a panic");
  if (w.panic.isFatal) {
    w.isHalted = true;
    return undefined;
  }
  const { message } = w.panic;
  w.panic = undefined;
  return newText(w, message);
}

/** For an operation that the compiler expands before engines see it. */
function expanded(name: string): IntrinsicFunction {
  return () => {
    throw bug(`${name} reached an engine`);
  };
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
  /** Called only when there is no panic to raise: engines raise one themselves. */
  drop_check: () => VOID,
  drop_value: expanded("drop_value"),
  share_value: expanded("share_value"),
  scope_start: expanded("scope_start"),
  scope_end: expanded("scope_end"),
  take_panic: takePanic,
  catch_call: expanded("catch_call"),
} satisfies Record<string, IntrinsicFunction>;
