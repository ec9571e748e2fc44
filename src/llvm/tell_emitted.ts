/** Tells what a function became in LLVM: its phis, and the functions of the runtime that it calls (phase `llvm`). */
import { type ArcFunction, regionId } from "../arc/mod.ts";
import type { Events } from "../events/mod.ts";

/** A phi of the variable `%vN`, which is the block parameter `N`. */
const PHI = /^\s*%v(\d+) = phi (.*?) \[ /;
const HELPER = /\b(?:call|invoke) .*?@(ori_\w+)\(/;

/** `texts` are the instructions of `fn`, one or more in each. */
export function tellEmitted(events: Events, fn: ArcFunction, texts: readonly string[]): void {
  if (!events.ssa && !events.aot) return;
  const lines = texts.flatMap((text) => text.split("\n"));
  if (events.ssa) tellPhis(events, fn, lines);
  if (events.aot) tellHelpers(events, fn, lines);
}

function tellPhis(events: Events, fn: ArcFunction, lines: readonly string[]): void {
  const blockOf = new Map(fn.blocks.flatMap((block) => block.params.map((v) => [v, block])));
  const types = new Map<number, string>();
  for (const line of lines) {
    const [, v, type] = PHI.exec(line) ?? [];
    if (v !== undefined && type !== undefined) types.set(Number(v), type);
  }
  for (const [v, block] of blockOf) {
    const type = types.get(v);
    const place = { fn: fn.name, region_id: regionId(fn, block) };
    events.emit("ssa.lowered", place, {
      dst: v,
      as: type === undefined ? "nothing" : "phi",
      type: type ?? "",
    });
  }
}

function tellHelpers(events: Events, fn: ArcFunction, lines: readonly string[]): void {
  const counts = new Map<string, number>();
  for (const line of lines) {
    const name = HELPER.exec(line)?.[1];
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  for (const [name, count] of counts) {
    events.emit("aot.helper", { fn: fn.name, region_id: "function" }, { name, count });
  }
}
