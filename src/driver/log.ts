/** `ORI_LOG=target=level,...`: what stages tell about their decisions, on stderr (seeds VER-3). */
import type { FullHost } from "../base/mod.ts";

/** From the least to the most talkative. */
const LEVELS = ["error", "warn", "info", "debug", "trace"] as const;
export type LogLevel = typeof LEVELS[number];

/** Receives what a stage tells. */
export type LogListener = (
  target: string,
  level: LogLevel,
  message: string,
  fields: Readonly<Record<string, string>>,
) => void;

/**
 * The listener that ORI_LOG asks for; undefined when it asks for nothing. A level without a target
 * holds for every target; unknown levels are refused by `onProblem`.
 */
export function logListener(
  host: FullHost,
  write: (line: string) => void,
  onProblem: (text: string) => void,
): LogListener | undefined {
  const filter = host.environment("ORI_LOG");
  if (filter === undefined || filter === "") return undefined;
  const levels = new Map<string, number>();
  let general = -1;
  for (const part of filter.split(",")) {
    const [target, level] = part.includes("=") ? part.split("=") : [undefined, part];
    const rank = LEVELS.findIndex((name) => name === level?.trim());
    if (rank < 0) onProblem(`ORI_LOG: \`${part}\` has no level of ${LEVELS.join(", ")}`);
    else if (target === undefined) general = rank;
    else levels.set(target.trim(), rank);
  }
  return (target, level, message, fields) => {
    if (LEVELS.indexOf(level) > (levels.get(target) ?? general)) return;
    const rest = Object.entries(fields).map(([key, value]) => ` ${key}=${value}`).join("");
    write(`${level.toUpperCase()} ${target}: ${message}${rest}`);
  };
}
