/**
 * Builds that are ended at any moment: the next build is right, and of one that is interrupted nothing stays. ORI_TEST_KILLS=N ends so many
 * builds (5).
 */
import { assert, assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { largeModules } from "../tasks/bench_compiler.ts";
import { exists } from "../tasks/exists.ts";
import { DENO_DIR, Workspace } from "./support/cli.ts";

const ROOT = fromFileUrl(new URL("../", import.meta.url));
const KILLS = Number(Deno.env.get("ORI_TEST_KILLS") ?? "5");

/** Of several units. */
const FILES = largeModules(1800, 4);

interface Build {
  readonly folder: string;
  readonly cache: string;
}

function start({ folder, cache }: Build): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--config", join(ROOT, "deno.json"), join(ROOT, "main.ts"), "build"]
      .concat(["main.ori", "-o", "app"]),
    cwd: folder,
    env: { DENO_DIR, XDG_CACHE_HOME: cache },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
}

/** The bytes that a whole build makes, and how long it takes in milliseconds. */
async function buildWhole(build: Build): Promise<{ bytes: Uint8Array; ms: number }> {
  const begin = performance.now();
  const { code } = await start(build).status;
  assertEquals(code, 0);
  return { bytes: await Deno.readFile(join(build.folder, "app")), ms: performance.now() - begin };
}

/** Waits, then sends a signal, unless the build has ended before; gives how it ended. */
async function endBuild(build: Build, afterMs: number, signal: Deno.Signal) {
  const child = start(build);
  const timer = setTimeout(() => {
    try {
      child.kill(signal);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // it has ended
    }
  }, afterMs);
  const status = await child.status;
  clearTimeout(timer);
  return status;
}

function withFolders(use: (build: Build) => Promise<void>): Promise<void> {
  return Workspace.with(FILES, async ({ path }) => {
    const cache = await Deno.makeTempDir({ prefix: "ori-cache-" });
    try {
      await use({ folder: path, cache });
    } finally {
      await Deno.remove(cache, { recursive: true });
    }
  });
}

Deno.test(`${KILLS} builds that are killed leave a cache that gives the right program`, async () => {
  await withFolders(async (build) => {
    const { bytes, ms } = await buildWhole(build);
    await Deno.remove(join(build.folder, "app"));
    await Deno.remove(join(build.cache, "ori"), { recursive: true });
    for (let k = 0; k < KILLS; k++) {
      // The last part of a build is where it writes most.
      await endBuild(build, ms * (1 - Math.random() ** 2 * 0.8), "SIGKILL");
      const objects = join(build.cache, "ori", "cas");
      if (k % 5 === 4 && exists(objects)) await Deno.remove(objects, { recursive: true });
    }
    const again = await buildWhole(build);
    assertEquals(again.bytes, bytes);
    const { code, stdout } = await new Deno.Command(join(build.folder, "app")).output();
    assertEquals(code, 0);
    assert(/^\d+\n$/.test(new TextDecoder().decode(stdout)));
  });
});

Deno.test("a build that is interrupted leaves no file and no process", async () => {
  await withFolders(async (build) => {
    const { ms } = await buildWhole(build);
    await Deno.remove(join(build.folder, "app"));
    for (const share of [0.6, 0.8]) {
      await Deno.remove(join(build.cache, "ori", "cas"), { recursive: true });
      await Deno.remove(join(build.cache, "ori", "builds"), { recursive: true });
      const { code } = await endBuild(build, ms * share, "SIGINT");
      assert(code === 130 || code === 0, `code ${code}`);
      const names = [...Deno.readDirSync(build.folder)].map(({ name }) => name);
      assertEquals(names.filter((name) => name.startsWith(".ori-")), []);
      assertEquals(processesIn(build.folder), []);
      if (code === 0) await Deno.remove(join(build.folder, "app"));
      await Deno.mkdir(join(build.cache, "ori", "builds"), { recursive: true });
      await Deno.mkdir(join(build.cache, "ori", "cas"), { recursive: true });
    }
  });
});

/** Command lines of processes that work in a folder or name it. */
function processesIn(folder: string): string[] {
  return [...Deno.readDirSync("/proc")].flatMap(({ name }) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const line = Deno.readTextFileSync(`/proc/${name}/cmdline`).replaceAll("\0", " ");
      const isOurs = line.includes(folder) || Deno.readLinkSync(`/proc/${name}/cwd`) === folder;
      return isOurs && Number(name) !== Deno.pid ? [line] : [];
    } catch {
      return []; // it has ended
    }
  });
}

Deno.test("two builds at once share a cache", async () => {
  await withFolders(async (build) => {
    const both = await Promise.all([start(build).status, start(build).status]);
    assertEquals(both.map(({ code }) => code), [0, 0]);
    const bytes = await Deno.readFile(join(build.folder, "app"));
    await Deno.remove(join(build.folder, "app"));
    assertEquals((await buildWhole(build)).bytes, bytes);
  });
});
