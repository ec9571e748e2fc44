/** Tells what the inliner decides; calls that stay are told at level trace, again in each round. */
import type { Events } from "../../events/mod.ts";
import { regionId } from "../ir/region_id.ts";
import type { InlineDecision } from "./inline_calls.ts";

/** Takes decisions for `events`; undefined where nobody wants them. */
export function inlineListener(
  events: Events | undefined,
): ((decision: InlineDecision) => void) | undefined {
  if (!events?.aot) return undefined;
  const wantsAll = events.wants("aot", "trace");
  return ({ fn, block, call, callee, reason, isInlined, steps }) => {
    if (!isInlined && !wantsAll) return;
    const place = { fn: fn.name, region_id: regionId(fn, block), span: call.span };
    const meta = { callee: callee.name, inlined: isInlined, reason, steps };
    events.emit("aot.inline", place, meta, isInlined ? {} : { level: "trace" });
  };
}
