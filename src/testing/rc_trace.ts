/**
 * Parses the output of ORI_TRACE_RC into events, and defines the normal form in which engines agree.
 *
 * **Normal form.** Per function, in the order of its first event: its *steps*, each a position and region with how often each event
 * befell each type there. Events in a row of one function and place are one step, since engines release the parts of a value in
 * different orders and some events have no counterpart: addresses differ, and `resize` is about room, not about counts. A list of
 * `void` takes no memory in native code, so its events are left out.
 */
export const RC_EVENTS = ["alloc", "inc", "dec", "free"] as const;
export type RcEventKind = typeof RC_EVENTS[number];

export interface RcEvent {
  readonly kind: RcEventKind;
  /** An address or a number that distinguishes blocks which are live at the same time. */
  readonly block: string;
  readonly type: string;
  /** `(start)` and `(end)` stand for what happens around the program. */
  readonly fn: string;
  /** `FILE:LINE:COL`; empty where a trace does not have it. */
  readonly position: string;
  /** `loop#1/body`; empty where a trace does not have it. */
  readonly region_id: string;
}

/** A line of a trace that is none. */
export class TraceError extends Error {
  override readonly name = "TraceError";
}

const EVENT =
  /^\[RC\] (alloc|inc|dec|free) (\S+) (.+?)(?: count=[\d>-]+)? in (.+?)(?: at (\S+:\d+:\d+)(?: \((\w+(?:#\d+\/\w+)?)\))?)?$/;
const OTHER = /^\[RC\] (?: {2}called by |resize )/;

/** The events among the lines of `text`. */
export function parseRcTrace(text: string): readonly RcEvent[] {
  return text.split("\n").flatMap((line) => parseRcLine(line) ?? []);
}

/** Whether a line of stderr belongs to the trace and not to the program. */
export function isRcLine(line: string): boolean {
  return line.startsWith("[RC]");
}

/** The event of a line; undefined for lines without one. Throws `TraceError` for a broken one. */
export function parseRcLine(line: string): RcEvent | undefined {
  if (!isRcLine(line) || OTHER.test(line)) return undefined;
  const match = EVENT.exec(line);
  if (match === null) throw new TraceError(`this is no event of counting: ${line}`);
  const [, kind, block = "", type = "", fn = "", position = "", region_id = ""] = match;
  return { kind: kind as RcEventKind, block, type, fn, position, region_id };
}

/** The normal form: a line per step below a line per function. Equal texts mean equal counting. */
export function normalizeRcTrace(events: readonly RcEvent[]): string {
  const steps = new Map<string, { place: string; counts: Map<string, number> }[]>();
  let last: { readonly fn: string; readonly place: string } | undefined;
  for (const event of events) {
    if (event.type === "[void]") continue;
    const ofFunction = steps.get(event.fn) ?? [];
    steps.set(event.fn, ofFunction);
    const place = event.region_id === ""
      ? event.position
      : `${event.position} (${event.region_id})`;
    const continues = last?.fn === event.fn && last.place === place;
    if (!continues) ofFunction.push({ place, counts: new Map() });
    const { counts } = ofFunction[ofFunction.length - 1];
    const key = `${event.kind} ${event.type}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    last = { fn: event.fn, place };
  }
  return [...steps].map(([fn, list]) => `${fn}\n${list.map(describeStep).join("")}`).join("");
}

function describeStep(step: { place: string; counts: ReadonlyMap<string, number> }): string {
  const counts = [...step.counts].map(([key, count]) => `${count} ${key}`).sort();
  return `  ${step.place}: ${counts.join(", ")}\n`;
}
