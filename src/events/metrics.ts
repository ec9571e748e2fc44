/** Counters of a run (seeds DBG-7). */

/** Counted from zero, so that a log states that nothing of the kind happened. */
export const METRICS = [
  /** Decisions that took the second choice: a field in place of a method, a trait in place of a primitive operation. */
  "fallback_count",
  /** Bodies asked for while they were being checked. */
  "reentry_guard_hits",
  /** Block parameters that do not get one value from each predecessor. */
  "phi_pred_mismatch",
  /** Receivers whose type was not known yet when a method was asked of them. */
  "birth_me_void_hits",
  "events_written",
  "events_dropped_by_rate",
  "events_dropped_by_sample",
] as const;
export type Metric = typeof METRICS[number];

export class Metrics {
  readonly #counts = new Map<Metric, number>(METRICS.map((name) => [name, 0]));

  count(name: Metric, by = 1): void {
    this.#counts.set(name, this.get(name) + by);
  }

  get(name: Metric): number {
    return this.#counts.get(name) ?? 0;
  }

  all(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }
}
