/** `ori COMMAND ...`: selects the command and maps its outcome to an exit code. */
import {
  createHost,
  describeCrash,
  type FullHost,
  type Hub,
  openHub,
  SettingsError,
  StreamFailed,
  VERSION,
} from "../driver/mod.ts";
import { suggest } from "../diagnostics/mod.ts";
import {
  commandHelp,
  type CommandSpec,
  parseCommandArgs,
  type ParsedArgs,
  UsageError,
} from "./args.ts";
import { auditCommand } from "./audit.ts";
import { buildCommand } from "./build.ts";
import { cacheCommand } from "./cache.ts";
import { checkCommand } from "./check.ts";
import { type Command, EXIT } from "./command.ts";
import { explainCommand } from "./explain.ts";
import { inspectCommand } from "./inspect.ts";
import { parityCommand } from "./parity.ts";
import { rcStatsCommand } from "./rc_stats.ts";
import { regionsCommand } from "./regions.ts";
import { runCommand } from "./run.ts";
import {
  AUDIT,
  BUILD,
  CACHE,
  CHECK,
  COMMANDS,
  EXPLAIN,
  generalHelp,
  INSPECT,
  PARITY,
  RC_STATS,
  REGIONS,
  RUN,
  TEST,
  WHY_RC,
} from "./specs.ts";
import { testCommand } from "./test.ts";
import { whyRcCommand } from "./why_rc.ts";
import { fail, type Format, printError, printText } from "./output.ts";

const ACTIONS: ReadonlyMap<CommandSpec, Command> = new Map<CommandSpec, Command>([
  [RUN, runCommand],
  [BUILD, buildCommand],
  [TEST, testCommand],
  [CHECK, checkCommand],
  [PARITY, parityCommand],
  [AUDIT, auditCommand],
  [INSPECT, inspectCommand],
  [RC_STATS, rcStatsCommand],
  [WHY_RC, whyRcCommand],
  [REGIONS, regionsCommand],
  [CACHE, cacheCommand],
  [EXPLAIN, explainCommand],
]);

/** Runs `ori` with `args` and gives its exit code. */
export async function runCli(args: readonly string[]): Promise<number> {
  return await endingStreams(async () => {
    try {
      return await dispatch(args);
    } catch (error) {
      if (error instanceof StreamFailed) throw error;
      const format = askedFormat(args);
      if (error instanceof UsageError) {
        return fail({ code: "E5010", message: error.message }, format, EXIT.usage);
      }
      const showsStack = Deno.env.get("ORI_BACKTRACE") === "1";
      return fail(describeCrash(error, showsStack), format, EXIT.internal);
    }
  });
}

/** The exit code of `run`, or the one for a standard stream that fails. */
async function endingStreams(run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof StreamFailed)) throw error;
    return error.isSilent ? error.exitCode : await endingStreams(() => {
      printError(error.report);
      return Promise.resolve(error.exitCode);
    });
  }
}

/** The format that arguments ask for which may not fit their command. */
function askedFormat(args: readonly string[]): Format {
  const end = args.indexOf("--");
  const own = end < 0 ? args : args.slice(0, end);
  const isJson = own.some((arg, i) =>
    arg === "--json" || arg === "--format=json" || arg === "--format" && own[i + 1] === "json"
  );
  return isJson ? "json" : "text";
}

async function dispatch(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    printError(generalHelp(VERSION));
    return EXIT.usage;
  }
  if (name === "--version" || name === "-V") return say(`ori ${VERSION}\n`);
  if (name === "--help" || name === "-h" || name === "help") return help(rest[0]);
  const spec = findCommand(name);
  const parsed = parseCommandArgs(spec, rest);
  if (parsed.flag("help")) return say(commandHelp(spec));
  const action = ACTIONS.get(spec);
  if (action === undefined) throw new Error(`command ${spec.name} has no action`);
  const host = createHost();
  const hub = spec.hasHub ? openHubFor(parsed, host) : undefined;
  if (hub === undefined) return await action(parsed, host);
  let code: number;
  try {
    code = await action(parsed, host, hub);
  } catch (error) {
    hub.finish(); // the events before a crash are those that explain it
    throw error;
  }
  return closeHub(hub, parsed, code);
}

function openHubFor(args: ParsedArgs, host: FullHost): Hub | undefined {
  try {
    return openHub(host, (name) => args.value(name), (line) => printError(line + "\n"));
  } catch (error) {
    if (error instanceof SettingsError) throw new UsageError(error.message);
    throw error;
  }
}

/** Ends the log; gives the exit code, which tells of events that are missing where all else went well. */
function closeHub(hub: Hub, args: ParsedArgs, code: number): number {
  const failure = hub.finish();
  if (args.flag("debug-metrics")) {
    const counters = Object.entries(hub.metrics.all());
    printError(counters.map(([name, count]) => `${name} ${count}\n`).join(""));
  }
  if (failure === undefined) return code;
  fail({ code: "E5005", message: failure }, "text");
  return code === EXIT.ok ? EXIT.usage : code;
}

function help(name: string | undefined): number {
  return say(name === undefined ? generalHelp(VERSION) : commandHelp(findCommand(name)));
}

function say(text: string): number {
  printText(text);
  return EXIT.ok;
}

function findCommand(name: string): CommandSpec {
  const found = COMMANDS.find((c) => c.name === name);
  if (found !== undefined) return found;
  const near = suggest(name, COMMANDS.map((c) => c.name));
  const hint = near === undefined ? "; see `ori --help`" : `; did you mean \`${near}\`?`;
  throw new UsageError(`there is no command \`${name}\`${hint}`);
}
