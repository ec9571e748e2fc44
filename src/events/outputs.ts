/** The outputs of the hub: JSON lines, and the printer of `ORI_LOG`. */
import { type Category, type DebugEvent, LEVELS, type LogHeader } from "./event.ts";
import type { Output } from "./hub.ts";
import { type LogFilter, logLine } from "./log_filter.ts";
import type { Metrics } from "./metrics.ts";
import type { DebugSettings } from "./settings.ts";
import { LOG_MARK, type Sink } from "./sink.ts";

/**
 * Writes events as JSON, one per line, after a line with the version of the schema. Rate and sample thin out what is not a
 * warning or an error; what they leave out is counted.
 */
export class JsonLines implements Output {
  readonly #rank: number;
  readonly #settings: DebugSettings;
  readonly #sink: Sink;
  readonly #metrics: Metrics;
  readonly #now: () => number;
  #share = 0;
  #windowStart = -Infinity;
  #inWindow = 0;

  /** Counts in `metrics`, those of the hub that this is an output of; `now` is in milliseconds. */
  constructor(
    settings: DebugSettings,
    sink: Sink,
    metrics: Metrics,
    now: () => number = () => performance.now(),
  ) {
    this.#settings = settings;
    this.#sink = sink;
    this.#metrics = metrics;
    this.#now = now;
    this.#rank = LEVELS.indexOf(settings.level);
    const { kinds, level } = settings;
    const header: LogHeader = { schemaVersion: 1, tool: "ori", kinds, level };
    const line = JSON.stringify(header);
    if (!line.startsWith(LOG_MARK)) throw new Error("the first line of a log has another mark");
    sink.write(line);
  }

  rank(category: Category): number {
    return this.#settings.kinds.includes(category) ? this.#rank : -1;
  }

  take(event: DebugEvent): void {
    const isRoutine = LEVELS.indexOf(event.level) > LEVELS.indexOf("warn");
    if (isRoutine && !this.#isSampled()) return this.#metrics.count("events_dropped_by_sample");
    if (isRoutine && !this.#isInTime()) return this.#metrics.count("events_dropped_by_rate");
    this.#metrics.count("events_written");
    this.#sink.write(JSON.stringify(event));
  }

  close(last: DebugEvent): string | undefined {
    this.#sink.write(JSON.stringify(last));
    this.#sink.close();
    return this.#sink.failure;
  }

  /** Every tenth event for a sample of 0.1: the same ones in each run. */
  #isSampled(): boolean {
    const { sample } = this.#settings;
    if (sample === undefined) return true;
    this.#share += sample;
    // The sum of ten tenths is a little less than 1.
    if (this.#share < 1 - 1e-9) return false;
    this.#share -= 1;
    return true;
  }

  #isInTime(): boolean {
    const { rate } = this.#settings;
    if (rate === undefined) return true;
    const now = this.#now();
    if (now - this.#windowStart >= rate.milliseconds) {
      this.#windowStart = now;
      this.#inWindow = 0;
    }
    return ++this.#inWindow <= rate.events;
  }
}

/** Prints the messages that `filter` lets through. */
export class LogPrinter implements Output {
  constructor(readonly filter: LogFilter, readonly print: (line: string) => void) {}

  rank(category: Category): number {
    return category === "log" ? this.filter.rank : -1;
  }

  take(event: DebugEvent): void {
    if (event.cat !== "log" || event.kind !== "message") return;
    const { level, meta } = event;
    if (this.filter.prints(meta.target, level)) this.print(logLine(level, meta));
  }
}
