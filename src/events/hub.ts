/** The hub: takes the events of all stages and gives them to its outputs (seeds DBG-5, DBG-17). */
import type { SourceMap, Span } from "../base/mod.ts";
import {
  type Category,
  type DebugEvent,
  EVENT_KINDS,
  type EventKey,
  type EventMeta,
  type EventPlace,
  type Level,
  LEVELS,
  type LogTarget,
  type Phase,
} from "./event.ts";
import { Decisions } from "./decisions.ts";
import { Metrics } from "./metrics.ts";

/** Takes events. */
export interface Output {
  /** The rank in `LEVELS` up to which events of `category` are taken; -1 for none. */
  rank(category: Category): number;
  /** `subject` is what the event is about, for listeners in this process. */
  take(event: DebugEvent, subject: unknown): void;
  /** Whether events at `span` are taken; all are when this is absent. Only `rc.place` asks. */
  wantsSpan?(span: Span): boolean;
  /** Takes the metrics, the last event of a run, and closes; returns why events are missing, if they are. */
  close?(last: DebugEvent): string | undefined;
}

/** Calls `take` with the events of the categories in `ranks`. */
export function listener(
  ranks: Partial<Record<Category, Level>>,
  take: (event: DebugEvent, subject: unknown) => void,
): Output {
  return {
    rank(category) {
      const level = ranks[category];
      return level === undefined ? -1 : LEVELS.indexOf(level);
    },
    take,
  };
}

/** One for a whole run of ori, however many programs it compiles. */
export class Hub {
  readonly #programs: Events[];

  constructor(
    readonly outputs: readonly Output[],
    readonly metrics: Metrics = new Metrics(),
    readonly clock: () => Date = () => new Date(),
    programs: Events[] = [],
  ) {
    this.#programs = programs;
  }

  /** This hub with one more output, for a command that wants events itself; the end of this one is the end of both. */
  with(output: Output): Hub {
    return new Hub([...this.outputs, output], this.metrics, this.clock, this.#programs);
  }

  /** The events of one program, whose positions are those of `sources`. */
  program(sources: SourceMap, decisions: Decisions = new Decisions()): Events {
    const events = new Events(this, sources, decisions);
    this.#programs.push(events);
    return events;
  }

  /**
   * Tells what is left: decisions in functions of which no instance was made, and the metrics. Returns why an output lacks
   * events, if one does.
   */
  finish(): string | undefined {
    for (const events of this.#programs) events.decisions.tellRest(events);
    const last = this.#make(
      "log.metrics",
      { fn: "", region_id: "" },
      { counters: this.metrics.all() },
      {},
      {},
    );
    const failures = this.outputs.map((output) => output.close?.(last));
    return failures.find((failure) => failure !== undefined);
  }

  send<K extends EventKey>(
    key: K,
    place: EventPlace,
    meta: EventMeta[K],
    texts: PlaceTexts,
    options: EmitOptions,
  ): void {
    const event = this.#make(key, place, meta, texts, options);
    const rank = LEVELS.indexOf(event.level);
    for (const output of this.outputs) {
      if (rank <= output.rank(event.cat)) output.take(event, options.subject);
    }
  }

  #make<K extends EventKey>(
    key: K,
    { fn, region_id }: EventPlace,
    meta: EventMeta[K],
    { at, name }: PlaceTexts,
    { level = EVENT_KINDS[key].level, phase = EVENT_KINDS[key].phase }: EmitOptions,
  ): DebugEvent {
    const cut = key.indexOf(".");
    return {
      ts: this.clock().toISOString(),
      phase,
      level,
      fn,
      ...(name === undefined ? {} : { name }),
      region_id,
      ...(at === undefined ? {} : { at }),
      cat: key.slice(0, cut),
      kind: key.slice(cut + 1),
      meta,
    } as DebugEvent;
  }
}

/** What the place of an event is called, as far as that is known. */
interface PlaceTexts {
  readonly at?: string | undefined;
  readonly name?: string | undefined;
}

/** Where an event differs from others of its kind. */
export interface EmitOptions {
  readonly level?: Level;
  readonly phase?: Phase;
  /** What the event is about, for listeners in this process; not written. */
  readonly subject?: unknown;
}

const TARGET_PHASES: Partial<Record<LogTarget, Phase>> = { ori_vm: "vm", ori_llvm: "llvm" };

/**
 * The hub as the stages see it, for one program. A stage that has none tells nothing; one that has it asks first whether
 * anybody wants the category, so that nothing is computed in vain:
 *
 *     if (events?.ssa) events.emit("ssa.phi", place, describe(phi));
 */
export class Events {
  readonly resolve: boolean;
  readonly ssa: boolean;
  readonly op: boolean;
  readonly aot: boolean;
  readonly rc: boolean;
  readonly log: boolean;
  readonly metrics: Metrics;
  #nameOf: (fn: string) => string | undefined = () => undefined;

  /** `decisions` about callees wait there for the region that their call is lowered into. */
  constructor(
    readonly hub: Hub,
    readonly sources: SourceMap,
    readonly decisions: Decisions,
  ) {
    this.metrics = hub.metrics;
    this.resolve = this.wants("resolve", "info");
    this.ssa = this.wants("ssa", "error");
    this.op = this.wants("op", "debug");
    this.aot = this.wants("aot", "debug");
    this.rc = this.wants("rc", "debug");
    this.log = this.wants("log", "error");
  }

  /** From now on events have the name that `nameOf` gives for the symbol of their function. */
  nameFunctions(nameOf: (fn: string) => string | undefined): void {
    this.#nameOf = nameOf;
  }

  /** Whether some output takes events of `category` at `level`. */
  wants(category: Category, level: Level): boolean {
    const rank = LEVELS.indexOf(level);
    return this.hub.outputs.some((output) => output.rank(category) >= rank);
  }

  emit<K extends EventKey>(
    key: K,
    place: EventPlace,
    meta: EventMeta[K],
    options: EmitOptions = {},
  ): void {
    const at = place.span === undefined ? undefined : this.sources.describe(place.span);
    this.hub.send(key, place, meta, { at, name: this.#nameOf(place.fn) }, options);
  }

  /** Whether somebody wants the reasons of operations of counting at `span`. */
  rcAt(span: Span): boolean {
    return this.rc &&
      this.hub.outputs.some((output) =>
        output.rank("rc") >= 0 && (output.wantsSpan?.(span) ?? true)
      );
  }

  /** A message of `ORI_LOG`. */
  message(
    target: LogTarget,
    level: Level,
    message: string,
    fields: Readonly<Record<string, string>>,
  ): void {
    const place = { fn: fields.fn ?? "", region_id: "" };
    const phase = TARGET_PHASES[target] ?? "builder";
    this.emit("log.message", place, { target, message, fields }, { level, phase });
  }
}
