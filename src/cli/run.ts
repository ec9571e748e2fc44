/** `ori run FILE`. */
import { checkFiles, compileMain, engineNamed } from "../driver/mod.ts";
import { UsageError } from "./args.ts";
import { type Command, compileOptions, engineName, EXIT } from "./command.ts";
import { printDiagnostics } from "./output.ts";
import { terminalIo } from "./terminal_io.ts";

export const runCommand: Command = async (args, host) => {
  const [file, ...more] = args.operands;
  if (file === undefined) throw new UsageError("`ori run` needs a file");
  if (more.length > 0) {
    throw new UsageError(`\`ori run\` takes one file; put arguments of the program after \`--\``);
  }
  const checked = checkFiles([file], host);
  const program = compileMain(checked, compileOptions(host));
  printDiagnostics(checked, args.value("format"));
  if (program === undefined) return EXIT.failure;
  const engine = engineNamed(engineName(args));
  const outcome = await engine.run(program, {
    host,
    io: terminalIo(),
    args: args.programArgs,
    release: args.flag("release"),
  });
  return outcome.exitCode;
};
