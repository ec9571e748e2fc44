/** `ORI_LOG=target=level,...`: the decisions of stages, logged to stderr (seeds VER-3). */
import type { FullHost } from "../base/mod.ts";

/** Levels in order of increasing detail. */
const LEVELS = ["error", "warn", "info", "debug", "trace"] as const;
export type LogLevel = typeof LEVELS[number];

/** Sources of messages: stages, engines, and `ori`, the driver. `ori_wasm` is reserved for an engine to come. */
const TARGETS = ["ori", "ori_types", "ori_arc", "ori_llvm", "ori_vm", "ori_wasm"] as const;

/** Receives the messages of a stage. */
export type LogListener = (
  target: string,
  level: LogLevel,
  message: string,
  fields: Readonly<Record<string, string>>,
) => void;

/**
 * The listener that ORI_LOG asks for; undefined when it asks for nothing. A level without a target
 * holds for every target; `onProblem` receives a message for each target and level that does not exist.
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
    const cut = part.indexOf("=");
    const target = cut < 0 ? undefined : part.slice(0, cut).trim();
    const level = part.slice(cut + 1).trim();
    const rank = LEVELS.findIndex((name) => name === level);
    const isKnown = target === undefined || TARGETS.some((name) => name === target);
    if (!isKnown) onProblem(`ORI_LOG: \`${part}\` has no target of ${TARGETS.join(", ")}`);
    else if (rank < 0) onProblem(`ORI_LOG: \`${part}\` has no level of ${LEVELS.join(", ")}`);
    else if (target === undefined) general = rank;
    else levels.set(target, rank);
  }
  return (target, level, message, fields) => {
    if (LEVELS.indexOf(level) > (levels.get(target) ?? general)) return;
    const rest = Object.entries(fields).map(([key, value]) => ` ${key}=${value}`).join("");
    write(`${level.toUpperCase()} ${target}: ${message}${rest}`);
  };
}
