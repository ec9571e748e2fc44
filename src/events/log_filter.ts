/** `ORI_LOG=TARGET=LEVEL,...`: prints `log` events, a line each (seeds VER-3). */
import { type Level, LEVELS, type LogMessage, TARGETS } from "./event.ts";

/** How much of each target is printed. */
export class LogFilter {
  readonly #ranks = new Map<string, number>();
  #general = -1;

  /** A level without a target holds for every target. `onProblem` receives a message for each part that is malformed. */
  constructor(text: string, onProblem: (text: string) => void) {
    for (const part of text.split(",")) this.#add(part, onProblem);
  }

  #add(part: string, onProblem: (text: string) => void): void {
    const cut = part.indexOf("=");
    const target = cut < 0 ? undefined : part.slice(0, cut).trim();
    const level = part.slice(cut + 1).trim();
    const rank = LEVELS.findIndex((name) => name === level);
    const isKnown = target === undefined || TARGETS.some((name) => name === target);
    if (!isKnown) onProblem(`ORI_LOG: \`${part}\` has no target of ${TARGETS.join(", ")}`);
    else if (rank < 0) onProblem(`ORI_LOG: \`${part}\` has no level of ${LEVELS.join(", ")}`);
    else if (target === undefined) this.#general = rank;
    else this.#ranks.set(target, rank);
  }

  /** The highest rank that any target is printed at; -1 for none. */
  get rank(): number {
    return Math.max(this.#general, ...this.#ranks.values());
  }

  prints(target: string, level: Level): boolean {
    return LEVELS.indexOf(level) <= (this.#ranks.get(target) ?? this.#general);
  }
}

/** The line of a message, without its end. */
export function logLine(level: Level, { target, message, fields }: LogMessage): string {
  const rest = Object.entries(fields).map(([key, value]) => ` ${key}=${value}`).join("");
  return `${level.toUpperCase()} ${target}: ${message}${rest}`;
}
