import type { Events } from "../events/mod.ts";
import type { MonoProgram } from "./program.ts";

/** Tells how large the program is, and the type of each capture (seeds VER-3). */
export function tellInstances({ fns, types }: MonoProgram, events: Events): void {
  events.message("ori", "info", "specialized", {
    functions: String(fns.length),
    types: String(types.all.length),
  });
  for (const { symbol, params, locals, captureCount } of fns) {
    for (const param of params.slice(0, captureCount ?? 0)) {
      const { name, type } = locals[param];
      const fields = { fn: symbol, name, type: types.get(type).name };
      events.message("ori_types", "debug", "capture", fields);
    }
  }
}
