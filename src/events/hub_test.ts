import { assertEquals, assertStringIncludes } from "@std/assert";
import { type FileId, SourceMap } from "../base/mod.ts";
import { type DebugEvent, EVENT_KINDS, type ResolveChoose } from "./event.ts";
import { Hub, listener } from "./hub.ts";
import { Metrics } from "./metrics.ts";
import { JsonLines } from "./outputs.ts";
import type { DebugSettings } from "./settings.ts";

const NOON = new Date("2026-01-02T12:00:00Z");
const PLACE = { fn: "main", region_id: "loop#1/header" };
const VERIFIED = { rule: "back-edge", ok: true, detail: "" } as const;

function sinkOf(lines: string[], failure?: string) {
  return { write: (line: string) => void lines.push(line), close() {}, failure };
}

/** A hub that writes into `lines`; `time` gives milliseconds. */
function hubFor(settings: Partial<DebugSettings>, lines: string[], time = () => 0): Hub {
  const metrics = new Metrics();
  const all = { kinds: ["ssa"], level: "debug", sink: "log", ...settings } as const;
  return new Hub([new JsonLines(all, sinkOf(lines), metrics, time)], metrics, () => NOON);
}

Deno.test("DBG-6: every event has the common fields, and the first line says the version", () => {
  const lines: string[] = [];
  const hub = hubFor({}, lines);
  const sources = new SourceMap();
  const { id } = sources.add("main.ori", "ab\ncd");
  const events = hub.program(sources);
  events.emit("ssa.verify", { ...PLACE, span: { file: id, start: 4, end: 5 } }, VERIFIED);
  hub.finish();
  const [header, event, last] = lines.map((line) => JSON.parse(line));
  assertEquals(header, { schemaVersion: 1, tool: "ori", kinds: ["ssa"], level: "debug" });
  assertEquals(event, {
    ts: "2026-01-02T12:00:00.000Z",
    phase: "builder",
    level: "debug",
    fn: "main",
    region_id: "loop#1/header",
    at: "main.ori:2:2",
    cat: "ssa",
    kind: "verify",
    meta: VERIFIED,
  });
  assertEquals([last.cat, last.kind], ["log", "metrics"]);
  assertEquals(last.meta.counters.events_written, 1);
});

Deno.test("DBG-5: kinds and levels that nobody wants are not computed and not written", () => {
  const lines: string[] = [];
  const hub = hubFor({ kinds: ["resolve", "op"], level: "info" }, lines);
  const events = hub.program(new SourceMap());
  assertEquals([events.resolve, events.ssa, events.op, events.log], [true, false, false, false]);
  assertEquals([events.wants("resolve", "info"), events.wants("resolve", "debug")], [true, false]);
  events.emit("ssa.verify", PLACE, VERIFIED);
  events.emit("resolve.materialize.func", PLACE, {
    name: "f",
    present_before: true,
    present_after: false,
  });
  assertEquals(lines.length, 1);
  events.emit("resolve.module.index", PLACE, { function_count: 3 });
  assertEquals(lines.length, 2);
});

Deno.test("DBG-17: a sample takes every tenth event, the same in each run; warnings always pass", () => {
  const written = () => {
    const lines: string[] = [];
    const events = hubFor({ sample: 0.1 }, lines).program(new SourceMap());
    for (let i = 0; i < 100; i++) {
      events.emit("ssa.verify", PLACE, { ...VERIFIED, detail: String(i) });
    }
    events.emit("ssa.verify", PLACE, { ...VERIFIED, ok: false }, { level: "error" });
    assertEquals(events.metrics.get("events_dropped_by_sample"), 90);
    return lines;
  };
  assertEquals(written().length, 1 + 10 + 1);
  assertEquals(written(), written());
});

Deno.test("DBG-17: a rate drops what is above it, and counts it", () => {
  const lines: string[] = [];
  let now = 0;
  const hub = hubFor({ rate: { events: 3, milliseconds: 1000 } }, lines, () => now);
  const events = hub.program(new SourceMap());
  for (; now < 2000; now += 100) events.emit("ssa.verify", PLACE, VERIFIED);
  assertEquals(lines.length, 1 + 6);
  assertEquals(events.metrics.get("events_dropped_by_rate"), 14);
  assertEquals(events.metrics.get("events_written"), 6);
});

Deno.test("DBG-7: the metrics are there from zero, and are the last event", () => {
  const lines: string[] = [];
  const hub = hubFor({}, lines);
  hub.program(new SourceMap()).metrics.count("fallback_count", 2);
  hub.finish();
  assertEquals(JSON.parse(lines.at(-1) ?? "").meta.counters, {
    fallback_count: 2,
    reentry_guard_hits: 0,
    phi_pred_mismatch: 0,
    birth_me_void_hits: 0,
    events_written: 0,
    events_dropped_by_rate: 0,
    events_dropped_by_sample: 0,
  });
});

Deno.test("a sink that failed is reported at the end", () => {
  const metrics = new Metrics();
  const settings = { kinds: [], level: "info", sink: "log" } as const;
  const output = new JsonLines(settings, sinkOf([], "disk full"), metrics);
  assertEquals(new Hub([output], metrics).finish(), "disk full");
  assertEquals(hubFor({}, []).finish(), undefined);
});

Deno.test("DBG-15: a decision waits for its region; one without an instance is emitted at the end", () => {
  const told: DebugEvent[] = [];
  const hub = new Hub([listener({ resolve: "debug" }, (event) => told.push(event))]);
  const sources = new SourceMap();
  sources.add("main.ori", "x".repeat(100));
  const events = hub.program(sources);
  const choice = {
    recv_cls: "Foo",
    method: "add2",
    arity: 2,
    candidates: ["Foo.add2/2"],
    unique: true,
    chosen: "Foo.add2/2",
    reason: "unique",
    certain: true,
  } as const;
  const span = (start: number) => ({ file: 0 as FileId, start, end: start + 3 });
  const note = (start: number, fn: string, isOfInstance: boolean) =>
    events.decisions.note({ span: span(start), fn, isOfInstance, choice });
  note(10, "sum", false);
  note(10, "sum<int>", true);
  note(20, "unused", false);
  const { decisions } = events;
  decisions.enterFunction();
  decisions.tellAt(events, span(10), "sum<int>", "join#7/join");
  decisions.tellAt(events, span(10), "sum<int>", "join#7/then"); // the same call, inlined twice
  decisions.enterFunction();
  decisions.tellAt(events, span(10), "sum<str>.lambda0", "function");
  hub.finish();
  const lines = told.map(({ kind, fn, region_id, meta }) =>
    `${kind} ${fn} ${region_id} ${(meta as ResolveChoose).lowered ?? ""}`.trim()
  );
  assertEquals(lines, [
    "try sum<int> join#7/join",
    "choose sum<int> join#7/join true",
    "try sum<int> join#7/join",
    "choose sum<int> join#7/join true",
    "try sum<str>.lambda0 function",
    "choose sum<str>.lambda0 function true",
    "try unused function",
    "choose unused function false",
  ]);
});

Deno.test("the kinds of events name their category first", () => {
  for (const key of Object.keys(EVENT_KINDS)) {
    assertStringIncludes("resolve ssa op aot rc log", key.split(".")[0]);
  }
});
