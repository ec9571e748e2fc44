/** The type that every command of `ori` has, and what commands share. */
import {
  type CompileOptions,
  type Engine,
  type FullHost,
  type Hub,
  type Limits,
  STDIN_PATH,
} from "../driver/mod.ts";
import { type ParsedArgs, UsageError } from "./args.ts";
import type { Format } from "./output.ts";

/** Carries out a command and gives its exit code. `hub` is there if the command has the flags for it and something asks for it. */
export type Command = (args: ParsedArgs, host: FullHost, hub?: Hub) => Promise<number> | number;

export { EXIT } from "./exit.ts";

/** The path of the source that an operand names: `-` is stdin, whose imports start in the working directory. */
export function sourcePath(operand: string): string {
  return operand === "-" ? STDIN_PATH : operand;
}

/** How a command prints diagnostics: as `--format` or `--json` says. */
export function formatOf(args: ParsedArgs): Format {
  return args.value("format") === "json" || args.flag("json") ? "json" : "text";
}

/** Options of compilation that come from the environment. */
export function compileOptions(host: FullHost): CompileOptions {
  return { verify: host.environment("ORI_VERIFY_ARC") === "1" };
}

/** The engine that `--engine` or `--check-rc` asks for. */
export function engineName(args: ParsedArgs): string {
  const named = args.value("engine");
  if (!args.flag("check-rc")) return named ?? "vm";
  if (named !== undefined && named !== "check-rc") {
    throw new UsageError(
      `--check-rc is an engine of its own: it does not go with --engine=${named}`,
    );
  }
  return "check-rc";
}

/** The limits that `--max-steps` and `--max-memory` set, for the engines named. */
export function limitsOf(args: ParsedArgs, engines: readonly Engine[]): Limits {
  const limits = {
    steps: stepsOf(args.value("max-steps")),
    bytes: sizeOf(args.value("max-memory")),
  };
  const flag = limits.steps !== undefined ? "max-steps" : "max-memory";
  const other = engines.find((engine) => !engine.hasLimits);
  if (other !== undefined && (limits.steps ?? limits.bytes) !== undefined) {
    throw new UsageError(
      `--${flag} does not go with --engine=${other.name}, which counts nothing: use vm or check-rc`,
    );
  }
  return limits;
}

function stepsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text) || Number(text) === 0) {
    throw new UsageError(`--max-steps takes a number from 1 on, not \`${text}\``);
  }
  return Number(text);
}

/** As sizes are written in Ori: powers of a thousand. */
const UNITS = ["b", "kb", "mb", "gb", "tb"];

function sizeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, digits = "0", unit = "b"] = /^(\d{1,15})([kmgt]?b)?$/.exec(text) ?? [];
  const bytes = Number(digits) * 1000 ** UNITS.indexOf(unit);
  if (!(bytes > 0 && Number.isSafeInteger(bytes))) {
    throw new UsageError(`--max-memory takes a size, as 64mb or 1000000, not \`${text}\``);
  }
  return bytes;
}
