/** The form of `@main` (spec 23). */
import { wrongMain } from "../messages/errors_declare.ts";
import { listType, STR } from "../model/builtin.ts";
import type { FnDef } from "../model/model.ts";
import { equalTypes, hasErrorType, isBuiltin } from "../model/type.ts";
import type { DeclareState } from "./declare_state.ts";

/** Reports a `@main` of a file of the command line that the engines could not call. */
export function checkMains(state: DeclareState): void {
  for (const id of state.graph.entries) {
    const main = state.modules[id]?.functions.find((fn) =>
      fn.name === "main" && fn.kind === "function"
    );
    if (main !== undefined && !isMain(main)) state.report(wrongMain(main.span));
  }
}

function isMain(main: FnDef): boolean {
  const [args, ...others] = main.params;
  const takes = args === undefined || hasErrorType(args.type) ||
    others.length === 0 && equalTypes(args.type, listType(STR));
  const gives = hasErrorType(main.result) ||
    ["void", "int", "Never"].some((name) => isBuiltin(main.result, name));
  return takes && gives && main.typeParams.length === 0;
}
