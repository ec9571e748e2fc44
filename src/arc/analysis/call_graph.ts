import { components } from "../../base/mod.ts";
import type { ArcProgram, FnId } from "../ir/ir.ts";
import { eachCall } from "./unwinding.ts";

/** Strongly connected components of the graph of direct calls, callees first. */
export function callGraphSccs(program: ArcProgram): readonly (readonly FnId[])[] {
  return components(program.fns.map((fn) => {
    const all = new Set<FnId>();
    eachCall(fn, (call) => {
      if (call.kind === "Apply") all.add(call.fn);
    });
    return [...all];
  }));
}
