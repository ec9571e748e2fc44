/** Tells why parameters are owned and why each RcInc and RcDec is placed, where these decisions are made (seeds VER-2). */
import type { Span } from "../../base/mod.ts";
import type { Events } from "../../events/mod.ts";
import { borrowedArguments } from "../analysis/ownership.ts";
import type { ArcFunction, ArcProgram } from "../ir/ir.ts";
import { regionId } from "../ir/region_id.ts";
import { describeOwnership, type OwnReasons } from "./infer_borrow.ts";
import { describeRcReason, type RcReasonListener, variableName } from "./rc_reasons.ts";

export class RcEvents {
  readonly #events: Events;
  #ownReasons: OwnReasons = new Map();

  constructor(events: Events) {
    this.#events = events;
  }

  own(program: ArcProgram, reasons: OwnReasons): void {
    this.#ownReasons = reasons;
    if (!this.#events.rc && !this.#events.wants("log", "trace")) return;
    for (const fn of program.fns) {
      const params = describeOwnership(fn, reasons, program.types);
      const borrowed = [...borrowedArguments(fn)].map((v) => `%${v}`).join(" ");
      const place = { fn: fn.name, region_id: "function", span: fn.span };
      if (this.#events.rc) this.#events.emit("rc.own", place, { params, borrowed });
      this.#events.message("ori_arc", "trace", "ownership", { fn: fn.name, params, borrowed });
    }
  }

  /** Takes the reasons of operations in `fn`; undefined when nobody wants any. */
  listenerOf(fn: ArcFunction, program: ArcProgram): RcReasonListener | undefined {
    const events = this.#events;
    if (!events.rc) return undefined;
    const context = {
      program,
      fn,
      ownReasons: this.#ownReasons,
      describe: (span: Span) => events.sources.describe(span),
    };
    return {
      wants: (span) => events.rcAt(span),
      note(op, reason, block) {
        const place = { fn: fn.name, region_id: regionId(fn, block), span: op.span };
        const meta = {
          op: op.kind,
          variable: variableName(context, op.target),
          reason: describeRcReason(reason, op.target, context),
        };
        events.emit("rc.place", place, meta, { subject: op });
      },
    };
  }
}
