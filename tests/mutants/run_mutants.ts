/** Runs the killers of mutants in a copy of the tree, which is the only place that is changed. */
import { dirname, join } from "@std/path";
import { applyMutant, type Killer, type Mutant } from "./mutant.ts";

/** What a copy holds: all that tests read. */
const COPIED = [
  "deno.json",
  "main.ts",
  "mod.ts",
  "README.md",
  "CHANGELOG.md",
  "setup.sh",
  "docs",
  "examples",
  "runtime",
  "src",
  "tasks",
  "tests",
  "types",
];
/** A mutant that never ends is killed. */
const LIMIT_MS = 90_000;
/** How many lines of a failing baseline are shown. */
const SHOWN_LINES = 40;
/** What is said of a source that cannot be compiled, which would fail any test. */
const INVALID =
  /could not be parsed|^error: SyntaxError|could not compile the runtime|\.[ch]:\d+:\d+: error: /m;

/** A mutant that shows nothing: it is no program, or its killer fails without it or runs no test. */
export class BrokenMutant extends Error {
  override readonly name = "BrokenMutant";
}

export type Verdict =
  | { readonly kind: "killed"; readonly by: Killer; readonly timedOut: boolean }
  | { readonly kind: "survived" };

/** A copy of the tree for as long as `use` takes. */
export async function withTree<T>(use: (tree: Tree) => Promise<T>): Promise<T> {
  const folder = Deno.makeTempDirSync({ prefix: "ori-mutants-" });
  try {
    for (const name of COPIED) copy(name, join(folder, "tree", name));
    return await use(new Tree(folder));
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

function copy(from: string, to: string): void {
  if (!Deno.statSync(from).isDirectory) {
    Deno.mkdirSync(dirname(to), { recursive: true });
    return Deno.copyFileSync(from, to);
  }
  for (const { name } of Deno.readDirSync(from)) copy(join(from, name), join(to, name));
}

/** The copy, and which killers pass in it as it is. */
export class Tree {
  readonly #sound = new Set<string>();

  constructor(readonly folder: string) {}

  /** Puts the fault in, runs the killers until one fails, and takes the fault out again. */
  async try(mutant: Mutant): Promise<Verdict> {
    const path = join(this.folder, "tree", mutant.file);
    const text = Deno.readTextFileSync(path);
    const faulty = applyMutant(mutant, text);
    for (const by of mutant.killers) {
      Deno.writeTextFileSync(path, faulty);
      const { passed, ran, timedOut, output } = await this.#run(by);
      Deno.writeTextFileSync(path, text);
      if (!passed) {
        if (INVALID.test(output)) {
          throw new BrokenMutant(`${mutant.name}: is no program\n${output}`);
        }
        await this.#requireSound(by);
        return { kind: "killed", by, timedOut };
      }
      if (ran === 0) throw new BrokenMutant(`${mutant.name}: ${describeKiller(by)} runs no test`);
    }
    return { kind: "survived" };
  }

  /** A killer that fails without a fault too would kill everything. */
  async #requireSound(killer: Killer): Promise<void> {
    const key = JSON.stringify(killer);
    if (this.#sound.has(key)) return;
    const { passed, output } = await this.#run(killer);
    if (!passed) {
      const shown = output.trimEnd().split("\n").slice(-SHOWN_LINES).join("\n");
      throw new BrokenMutant(`${describeKiller(killer)} fails without a fault\n${shown}`);
    }
    this.#sound.add(key);
  }

  async #run(
    { path, filter, environment }: Killer,
  ): Promise<{ passed: boolean; ran: number; timedOut: boolean; output: string }> {
    const child = new Deno.Command("timeout", {
      args: [
        "--kill-after=5",
        String(LIMIT_MS / 1000),
        Deno.execPath(),
        ...["test", "-A", "--no-check", "--fail-fast"],
        ...(filter === undefined ? [] : [`--filter=${filter}`]),
        path,
      ],
      cwd: join(this.folder, "tree"),
      env: {
        NO_COLOR: "1",
        // What a fault leaves in the cache does not come back to builds without it.
        XDG_CACHE_HOME: join(this.folder, "cache"),
        DENO_DIR: denoFolder(),
        ORI_TEST_PROGRAMS: "",
        ...environment,
      },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    });
    const { code, stdout, stderr } = await child.output();
    const output = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    const ran = /^(?:ok|FAILED) \| (\d+) passed\b/m.exec(output)?.[1] ?? "0";
    return { passed: code === 0, ran: Number(ran), timedOut: code === 124, output };
  }
}

/** Where this Deno keeps packages, whatever XDG_CACHE_HOME is. */
function denoFolder(): string {
  const home = Deno.env.get("XDG_CACHE_HOME") ?? join(Deno.env.get("HOME") ?? "/", ".cache");
  return Deno.env.get("DENO_DIR") ?? join(home, "deno");
}

/** A killer as one reads it. */
export function describeKiller({ path, filter, environment = {} }: Killer): string {
  const chosen = environment.ORI_TEST_PROGRAMS ?? filter;
  return chosen === undefined ? path : `${path} (${chosen})`;
}
