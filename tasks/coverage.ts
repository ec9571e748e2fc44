/**
 * Measures which lines of `src` the tests execute in their own process, and lists the files with the most lines left over.
 *
 *     deno task coverage [PATHS OF TESTS]
 *
 * Fails below `FLOOR` (seeds VER-11). What only child processes execute does not count.
 */

/** Percent of the lines of `src`. */
export const FLOOR = 92;
/** How many files are listed. */
const LISTED = 15;

export interface FileCoverage {
  readonly path: string;
  readonly lines: number;
  readonly executed: number;
}

/** The files of `root/src` in an lcov report, tests and what only they use left out. */
export function parseLcov(lcov: string, root: string): readonly FileCoverage[] {
  const files: FileCoverage[] = [];
  let path = "";
  let lines = 0;
  let executed = 0;
  for (const line of lcov.split("\n")) {
    if (line.startsWith("SF:")) [path, lines, executed] = [line.slice(3), 0, 0];
    else if (line.startsWith("LF:")) lines = Number(line.slice(3));
    else if (line.startsWith("LH:")) executed = Number(line.slice(3));
    else if (line === "end_of_record" && path.startsWith(`${root}/src/`)) {
      const inside = path.slice(root.length + 1);
      if (!/_test\.ts$|test_support\.ts$/.test(inside)) {
        files.push({ path: inside, lines, executed });
      }
    }
  }
  return files;
}

/** Percent of the lines of all `files`; 0 when there are none. */
export function percentOf(files: readonly FileCoverage[]): number {
  const lines = files.reduce((sum, file) => sum + file.lines, 0);
  const executed = files.reduce((sum, file) => sum + file.executed, 0);
  return lines === 0 ? 0 : executed / lines * 100;
}

async function run(args: readonly string[], stdout: "inherit" | "piped") {
  const command = new Deno.Command(Deno.execPath(), { args: [...args], stdin: "null", stdout });
  return await command.output();
}

async function main(paths: readonly string[]): Promise<number> {
  const folder = Deno.makeTempDirSync({ prefix: "ori-coverage-" });
  try {
    const tests = paths.length > 0 ? paths : ["src", "tests"];
    const tested = await run(
      ["test", "-A", "--parallel", `--coverage=${folder}`, ...tests],
      "inherit",
    );
    const { stdout } = await run(["coverage", folder, "--lcov", "--include=/src/"], "piped");
    const files = parseLcov(new TextDecoder().decode(stdout), Deno.cwd());
    const missing = (file: FileCoverage) => file.lines - file.executed;
    for (const file of files.toSorted((a, b) => missing(b) - missing(a)).slice(0, LISTED)) {
      console.log(
        `${String(missing(file)).padStart(5)} of ${file.lines} lines left in ${file.path}`,
      );
    }
    const percent = percentOf(files);
    console.log(
      `coverage: ${percent.toFixed(2)} % of the lines of ${files.length} files, floor ${FLOOR} %`,
    );
    if (tested.code !== 0) console.log("coverage: not all tests passed, so lines are missing");
    return tested.code === 0 && percent >= FLOOR ? 0 : 1;
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
