/** Intrinsics that reach the world outside, and `panic`. */
import {
  giveRef,
  giveText,
  giveVoid,
  type IntrinsicHandler,
  listType,
  strArg,
} from "./intrinsic_args.ts";
import type { Machine } from "./machine.ts";
import { utf8Length } from "./text.ts";

/** What a prompt wrote shall be seen before the program waits. */
function read(m: Machine, next: () => string): undefined {
  m.output.flush();
  m.errors.flush();
  return giveText(m, next());
}

function panic(m: Machine): string {
  const message = strArg(m, 0);
  const { text } = message;
  m.heap.release(message);
  return text;
}

/** The message of the panic that a handler ends. A stack overflow is not caught: it ends the program. */
function takePanic(m: Machine): undefined {
  if (m.panic === undefined) throw m.bug("a handler without a panic");
  if (m.panic.isFatal) {
    m.isHalted = true;
    return undefined;
  }
  const { message } = m.panic;
  m.panic = undefined;
  return giveText(m, message);
}

export const IO_INTRINSICS = {
  print: (m) => {
    m.output.write(`${strArg(m, 0).text}\n`);
    return giveVoid(m);
  },
  eprint: (m) => {
    m.errors.write(`${strArg(m, 0).text}\n`);
    return giveVoid(m);
  },
  write: (m) => {
    m.output.write(strArg(m, 0).text);
    return giveVoid(m);
  },
  stdin_line: (m) => read(m, () => m.input.line()),
  stdin_rest: (m) => read(m, () => m.input.rest()),
  program_args: (m) => {
    const items = m.args.map((arg) => m.heap.str(arg, utf8Length(arg)));
    return giveRef(m, m.heap.list(listType(m), items));
  },
  panic,
  /** With a panic to raise, it never comes here: see `slow.ts`. */
  drop_check: giveVoid,
  drop_value: (m) => {
    throw m.bug("drop_value is a plain release");
  },
  share_value: (m) => {
    throw m.bug("share_value is a plain RcInc");
  },
  scope_start: (m) => {
    throw m.bug("scope_start reached the VM");
  },
  scope_end: (m) => {
    throw m.bug("scope_end reached the VM");
  },
  take_panic: takePanic,
  catch_call: (m) => {
    throw m.bug("catch_call reached the VM");
  },
} satisfies Record<string, IntrinsicHandler>;
