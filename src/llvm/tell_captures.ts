import { capturesOf, type CountedProgram } from "../arc/mod.ts";
import type { Events } from "../events/mod.ts";
import { llvmValueTypes } from "./value_types.ts";

/** Tells LLVM's type of each capture (seeds VER-3). */
export function tellCaptures(program: CountedProgram, events: Events): void {
  const typeOf = llvmValueTypes(program.types);
  for (const { fn, name, type } of capturesOf(program)) {
    const fields = { fn, name, type: program.types.get(type).name, llvm: typeOf(type) };
    events.message("ori_llvm", "debug", "capture", fields);
  }
}
