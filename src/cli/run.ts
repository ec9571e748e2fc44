/** `ori run FILE`. */
import {
  checkFiles,
  type Compiled,
  compileMain,
  type Embedded,
  engineNamed,
  type FullHost,
  hasFunction,
  type Hub,
  type Limits,
  type Outcome,
  readEmbedded,
  runBinary,
  type RunBounds,
  runDecoded,
  runProbed,
  type Watch,
} from "../driver/mod.ts";
import { type ParsedArgs, UsageError } from "./args.ts";
import {
  type Command,
  compileOptions,
  engineName,
  EXIT,
  formatOf,
  limitsOf,
  sourcePath,
} from "./command.ts";
import { buildSettings, refuseOtherMachine, refuseSettings } from "./build_settings.ts";
import { fail, failMalformed, printDiagnostics } from "./output.ts";
import { programOf } from "./package.ts";
import { policyOf } from "./policy.ts";
import { terminalIo } from "./terminal_io.ts";

export const runCommand: Command = async (args, host, hub) => {
  const [operand] = args.operands.map(sourcePath);
  const { file } = programOf(host, "run", operand);
  const engine = engineNamed(engineName(args));
  const limits = limitsOf(args, [engine]);
  const policy = policyOf(args);
  const embedded = readEmbedded(host, file);
  if (embedded.kind !== "none") {
    return await runCompiled(file, embedded, { args, host, limits, policy });
  }
  const settings = buildSettings(args);
  const refusal = engine.name === "aot" ? refuseOtherMachine(settings) : undefined;
  if (refusal !== undefined) return fail(refusal, formatOf(args), EXIT.usage);
  const checked = checkFiles([file], host, hub, settings);
  const program = compileMain(checked, compileOptions(host));
  printDiagnostics(checked, formatOf(args));
  if (program === undefined) return EXIT.failure;
  const watch = watchOf(args);
  if (watch !== undefined) {
    return exitCode(probe(program, watch, { args, hub, limits, policy }), args);
  }
  const outcome = await engine.run(program, {
    host,
    io: terminalIo(),
    args: args.programArgs,
    release: args.flag("release"),
    limits,
    policy,
  });
  return exitCode(outcome, args);
};

/** What `--debug-fn` and `--debug-expr` ask for. */
function watchOf(args: ParsedArgs): Watch | undefined {
  const [fn, expr] = [args.value("debug-fn"), args.value("debug-expr")];
  return fn === undefined && expr === undefined ? undefined : { fn, expr };
}

function probe(
  program: Compiled,
  watch: Watch,
  { args, hub, limits, policy }: Pick<RunBounds, "policy"> & {
    args: ParsedArgs;
    hub: Hub | undefined;
    limits: Limits;
  },
): Outcome {
  if (hub === undefined || program.events === undefined) {
    throw new UsageError("--debug-fn and --debug-expr need a sink: --debug-sink=FILE");
  }
  for (const name of [watch.fn, watch.expr]) {
    if (name !== undefined && !hasFunction(program, name)) {
      throw new UsageError(`the program has no function \`${name}\`, or calls of it were inlined`);
    }
  }
  return runProbed(
    program,
    program.events,
    { io: terminalIo(), args: args.programArgs, limits, policy },
    watch,
  );
}

/** The exit code of a program that ran; reports why one did not. */
function exitCode({ exitCode, failure }: Outcome, args: ParsedArgs): number {
  return failure === undefined ? exitCode : fail(failure, formatOf(args));
}

/** Runs a program that is compiled already: its bytecode in the VM, or the binary that carries it. */
async function runCompiled(
  file: string,
  embedded: Exclude<Embedded, { kind: "none" }>,
  { args, host, limits, policy }: Pick<RunBounds, "policy"> & {
    args: ParsedArgs;
    host: FullHost;
    limits: Limits;
  },
): Promise<number> {
  refuseSettings(args, file);
  if (embedded.kind === "malformed") return failMalformed(embedded.message, formatOf(args));
  const { program, binary } = embedded;
  if (program.bytecode.main === undefined) {
    return failMalformed(`the program in ${file} has no @main`, formatOf(args));
  }
  const [engine, io] = [engineName(args), terminalIo()];
  if (engine === "vm") {
    return exitCode(runDecoded(program.bytecode, io, args.programArgs, { limits, policy }), args);
  }
  if (engine === "aot" && binary !== undefined) {
    if (policy !== undefined) {
      throw new UsageError(`a sandbox for ${file} is made when it is built: ori build --sandbox`);
    }
    const path = file.includes("/") ? file : `./${file}`;
    return exitCode(await runBinary(path, { host, io, args: args.programArgs }), args);
  }
  throw new UsageError(`--engine=${engine} needs the source of the program, not ${file}`);
}
