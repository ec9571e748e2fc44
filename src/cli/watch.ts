/** `ori build --watch FILE`: builds again after every edit, in one process that keeps what is still true. */
import { FileLooks, type FullHost, type Hub, Project, STDIN_PATH } from "../driver/mod.ts";
import { type ParsedArgs, UsageError } from "./args.ts";
import { buildProgram, isFile } from "./build_program.ts";
import { buildSettings } from "./build_settings.ts";
import { EXIT } from "./command.ts";
import { printError } from "./output.ts";

/** Between two looks at the files, in milliseconds; more where a look takes long, so that waiting stays cheap. */
const POLL_MS = 40;
const POLL_SHARE = 20;

/** Builds until a signal ends the process. Returns, with the exit code, only what no edit of a source can mend. */
export async function watchProgram(
  file: string,
  output: string,
  args: ParsedArgs,
  host: FullHost,
  hub: Hub | undefined,
): Promise<number> {
  if (hub !== undefined) throw new UsageError("--watch does not go with the debug hub");
  if (file === STDIN_PATH || !isFile(host, output)) {
    throw new UsageError("--watch needs a source and an output that are files");
  }
  const project = new Project(host, buildSettings(args));
  for (;;) {
    const start = performance.now();
    const units = { compiled: 0, total: 0 };
    let looks = new FileLooks(host, host);
    const code = await buildProgram(file, output, args, host, {
      check: (inner) => {
        looks = new FileLooks(host, inner);
        return project.check([file], looks);
      },
      onUnit: ({ outcome, total }) => {
        units.total = total;
        if (outcome === "compiled") units.compiled++;
      },
    });
    if (code === EXIT.usage) return code;
    const seconds = ((performance.now() - start) / 1000).toFixed(2);
    const done = code === EXIT.ok
      ? `built ${output} in ${seconds} s, ${units.compiled} of ${units.total} units compiled`
      : `not built, ${seconds} s`;
    printError(`ori: ${done}; waiting for changes\n`);
    await change(looks);
  }
}

/** Resolves when a file is not as `looks` found it. */
async function change(looks: FileLooks): Promise<void> {
  for (;;) {
    const start = performance.now();
    if (looks.haveChanged(Date.now())) return;
    const taken = performance.now() - start;
    await new Promise((resolve) => setTimeout(resolve, Math.max(POLL_MS, POLL_SHARE * taken)));
  }
}
