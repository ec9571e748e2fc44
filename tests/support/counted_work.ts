/**
 * Counts the work of the compiler: how many blocks of the functions of `src` are executed, by V8's block coverage. Unlike times,
 * counts hardly vary between runs (by less than a percent: functions that are optimized meanwhile).
 */
import { type Profiler, Session } from "node:inspector";

/** How many blocks were executed, by function. */
export type Counts = ReadonlyMap<string, number>;

/** Counts from its creation until it is closed. Code that was compiled before may be counted by function only. */
export class WorkCounter {
  readonly #session = new Session();

  static async start(): Promise<WorkCounter> {
    const counter = new WorkCounter();
    counter.#session.connect();
    await counter.#enable();
    return counter;
  }

  /** How many blocks `run` executes, by function. */
  async countOf(run: () => void): Promise<Counts> {
    await this.#take();
    run();
    const counts = new Map<string, number>();
    for (const { url, functions } of await this.#take()) {
      const at = url.lastIndexOf("/src/");
      if (at < 0) continue;
      for (const { functionName, ranges } of functions) {
        const name = `${url.slice(at + 1)} ${functionName}`;
        const count = ranges.reduce((sum, range) => sum + range.count, 0);
        counts.set(name, (counts.get(name) ?? 0) + count);
      }
    }
    return counts;
  }

  close(): void {
    this.#session.disconnect();
  }

  /** The counts since they were last taken. */
  #take(): Promise<readonly Profiler.ScriptCoverage[]> {
    return new Promise((resolve, reject) => {
      this.#session.post("Profiler.takePreciseCoverage", (error, taken) => {
        if (error === null) resolve(taken.result);
        else reject(error);
      });
    });
  }

  #enable(): Promise<void> {
    const options = { callCount: true, detailed: true };
    return new Promise((resolve, reject) => {
      const finish = (error: Error | null) => error === null ? resolve() : reject(error);
      this.#session.post("Profiler.enable");
      this.#session.post("Profiler.startPreciseCoverage", options, finish);
    });
  }
}

/** The sum of all counts. */
export function totalOf(counts: Counts): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
