/** `ori build --watch`: each edit gives the messages or the program that a build of its own gives; a signal leaves nothing behind. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { contents, DENO_DIR, Workspace } from "./support/cli.ts";

const ROOT = fromFileUrl(new URL("../", import.meta.url));

const MAIN = `use "./part" { twice };
@main () -> void = print(msg: \`{twice(n: 21)}\`);
`;
const PART = `pub @twice (n: int) -> int = n * 2;\n`;

/** A process that watches `main.ori` of a folder. */
class Watcher {
  readonly #child: Deno.ChildProcess;
  readonly #reader: ReadableStreamDefaultReader<string>;
  #text = "";

  constructor(readonly w: Workspace, cache: string, flags: readonly string[] = []) {
    const ori = ["run", "-A", "--config", join(ROOT, "deno.json"), join(ROOT, "main.ts")];
    this.#child = new Deno.Command(Deno.execPath(), {
      args: [...ori, "build", "main.ori", "-o", "app", "--watch", ...flags],
      cwd: w.path,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      env: { NO_COLOR: "1", DENO_DIR, XDG_CACHE_HOME: cache },
    }).spawn();
    this.#reader = this.#child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** All that it prints up to the end of the next build. */
  async nextBuild(): Promise<string> {
    const mark = "; waiting for changes\n";
    while (!this.#text.includes(mark)) {
      const { value, done } = await this.#reader.read();
      if (done) throw new Error(`it ended: ${this.#text}`);
      this.#text += value;
    }
    const end = this.#text.indexOf(mark) + mark.length;
    const text = this.#text.slice(0, end);
    this.#text = this.#text.slice(end);
    return text;
  }

  write(name: string, text: string): void {
    Deno.writeTextFileSync(join(this.w.path, name), text);
  }

  async end(signal: Deno.Signal): Promise<Deno.CommandStatus> {
    this.#child.kill(signal);
    const status = await this.#child.status;
    await this.#reader.cancel();
    await this.#child.stdout.cancel();
    return status;
  }
}

function withWatcher(use: (watcher: Watcher) => Promise<void>, flags?: readonly string[]) {
  return Workspace.with({ "main.ori": MAIN, "part.ori": PART }, async (w) => {
    const cache = await Deno.makeTempDir({ prefix: "ori-cache-" });
    try {
      await use(new Watcher(w, cache, flags));
    } finally {
      await Deno.remove(cache, { recursive: true });
    }
  });
}

async function prints({ w }: Watcher): Promise<string> {
  const { stdout } = await new Deno.Command(join(w.path, "app")).output();
  return new TextDecoder().decode(stdout);
}

Deno.test("watch: edits, errors, new and removed files; a signal ends it and leaves the program", async () => {
  await withWatcher(async (watcher) => {
    assertStringIncludes(await watcher.nextBuild(), "built app in ");
    assertEquals(await prints(watcher), "42\n");

    watcher.write("part.ori", PART.replace("* 2", "* 3"));
    assertStringIncludes(await watcher.nextBuild(), "built app in ");
    assertEquals(await prints(watcher), "63\n");

    watcher.write("part.ori", PART.replace("* 2", '* "2"'));
    const broken = await watcher.nextBuild();
    assertStringIncludes(broken, "part.ori:1:");
    assertStringIncludes(broken, "ori: not built");
    assertEquals(await prints(watcher), "63\n");

    watcher.write("part.ori", 'use "./more" { four };\n' + PART.replace("* 2", "* four()"));
    assertStringIncludes(await watcher.nextBuild(), "E2063");
    watcher.write("more.ori", "pub @four () -> int = 4;\n");
    assertStringIncludes(await watcher.nextBuild(), "built app in ");
    assertEquals(await prints(watcher), "84\n");
    await Deno.remove(join(watcher.w.path, "more.ori"));
    assertStringIncludes(await watcher.nextBuild(), "E2063");

    const before = await contents(watcher.w.path);
    assertEquals((await watcher.end("SIGTERM")).success, false);
    assertEquals(await contents(watcher.w.path), before);
    assertEquals(Object.keys(before).sort(), ["app", "main.ori", "part.ori"]);
  });
});

Deno.test("watch: a signal in the middle of a build leaves nothing behind", async () => {
  await withWatcher(async (watcher) => {
    await watcher.nextBuild();
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      const cache = await Deno.makeTempDir({ prefix: "ori-cache-" });
      const other = new Watcher(watcher.w, cache);
      // An empty cache: the runtime is being compiled for a while.
      await new Promise((resolve) => setTimeout(resolve, 900));
      const { code } = await other.end(signal);
      assert(code !== 0);
      const left = Object.keys(await contents(watcher.w.path)).sort();
      assertEquals(left, ["app", "main.ori", "part.ori"]);
      await Deno.remove(cache, { recursive: true });
    }
    await watcher.end("SIGINT");
  });
});

Deno.test("watch: what cannot be watched is refused", async () => {
  await Workspace.with({ "main.ori": MAIN, "part.ori": PART }, async (w) => {
    for (
      const [flags, message] of [
        [["--emit=arc"], "--watch does not go with --emit"],
        [["-o", "-"], "--watch needs a source and an output that are files"],
        [["--debug-sink=log"], "--watch does not go with the debug hub"],
      ] as const
    ) {
      const { code, stderr } = await w.oriFast(["build", "main.ori", "--watch", ...flags]);
      assertEquals(code, 2, stderr);
      assertStringIncludes(stderr, message);
    }
  });
});
