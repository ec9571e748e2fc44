/** A machine that does not do what it should: each is a message with a code, nothing is lost, and nothing stays behind. */
import {
  assert,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { exists } from "../tasks/exists.ts";
import { contents, DENO_DIR, Workspace } from "./support/cli.ts";

const MAIN = `@main () -> void = print(msg: "hello");
@double (n: int) -> int = n * 2;
@test_double tests @double () -> void = assert_eq(actual: double(n: 2), expected: 4);
`;

/** Every command that builds native code. */
const COMMANDS = {
  build: ["build", "main.ori", "-o", "app"],
  run: ["run", "--engine=aot", "main.ori"],
  test: ["test", "--engine=aot", "main.ori"],
  parity: ["parity", "main.ori"],
} as const;
type CommandName = keyof typeof COMMANDS;
const ALL = Object.keys(COMMANDS) as CommandName[];

type Environment = Readonly<Record<string, string | undefined>>;

/** Runs `args`, which must fail with `code` as the only error and leave all files as they were. */
async function assertFails(
  w: Workspace,
  args: readonly string[],
  code: string,
  env: Environment = {},
): Promise<string> {
  const before = await contents(w.path);
  const { code: exit, stdout, stderr } = await w.oriFast(args, env);
  const said = stdout + stderr;
  const what = `${args.join(" ")} ${JSON.stringify(env)}: ${said}`;
  assertEquals(exit, 1, what);
  assertStringIncludes(said, code, what);
  assert(!/E9001|\n\s+at |internal/.test(said), what);
  assertEquals(await contents(w.path), before, what);
  return said;
}

/** A folder with a program, and a cache that no other test sees. */
function withMain(use: (w: Workspace, cache: string) => Promise<void>): Promise<void> {
  return Workspace.with({ "main.ori": MAIN }, async (w) => {
    const cache = await Deno.makeTempDir({ prefix: "ori-cache-" });
    try {
      await use(w, cache);
    } finally {
      await Deno.remove(cache, { recursive: true });
    }
  });
}

Deno.test("a folder for temporary files that is missing or cannot be written", async () => {
  await withMain(async (w) => {
    for (const folder of ["missing", "/missing", "main.ori", "/proc"]) {
      for (const name of ALL.filter((name) => name !== "build")) {
        const said = await assertFails(w, COMMANDS[name], "E5005", { TMPDIR: folder });
        assertStringIncludes(said, "set TMPDIR to a folder that can be written");
        if (name === "parity") assertStringIncludes(said, "0 agree, 0 differ, 2 not compared");
      }
      // Builds have their temporary files beside the output.
      const built = await w.oriFast(COMMANDS.build, { TMPDIR: folder });
      assertEquals([built.code, built.stderr], [0, ""]);
      await Deno.remove(join(w.path, "app"));
    }
  });
});

Deno.test("a folder for temporary files that is not set, or relative, is used and left empty", async () => {
  await withMain(async (w) => {
    await Deno.mkdir(join(w.path, "here"));
    const before = await contents(w.path);
    const root = [...Deno.readDirSync("/")].length;
    for (const TMPDIR of ["", "here", "here/"]) {
      const { code, stdout } = await w.ori(COMMANDS.run, { env: { TMPDIR } });
      assertEquals([code, stdout], [0, "hello\n"]);
      assertEquals((await w.oriFast(COMMANDS.test, { TMPDIR })).code, 0);
    }
    assertEquals(await contents(w.path), before);
    assertEquals([...Deno.readDirSync("/")].length, root);
  });
});

Deno.test("a cache that has no place, or cannot be written, and never one in the current folder", async () => {
  await withMain(async (w) => {
    const environments: readonly Environment[] = [
      { HOME: undefined, XDG_CACHE_HOME: undefined },
      { HOME: "", XDG_CACHE_HOME: "" },
      { HOME: "home", XDG_CACHE_HOME: undefined },
      { HOME: ".", XDG_CACHE_HOME: "cache" },
      { XDG_CACHE_HOME: "/proc/cache" },
      { XDG_CACHE_HOME: join(w.path, "main.ori") },
      { HOME: join(w.path, "main.ori"), XDG_CACHE_HOME: "cache" },
    ];
    for (const env of environments) {
      for (const name of ALL) {
        const said = await assertFails(w, COMMANDS[name], "E5005", env);
        assertStringIncludes(said, "set XDG_CACHE_HOME to a folder that can be written");
      }
    }
  });
});

/** Scripts in place of clang, the code of what follows, and words of its report. */
const BROKEN_CLANGS: Readonly<
  Record<string, readonly [script: string, code: string, words: string]>
> = {
  "makes nothing": [`exit 0`, "E5001", "reported success but did not make the runtime"],
  "prints nonsense": [
    `printf '\\033[2J\\000\\377\\n' >&2; exit 3`,
    "E5001",
    "could not compile the runtime",
  ],
  "says nothing": [`exit 7`, "E5001", "ended with code 7"],
  "is killed": [`kill -KILL $$`, "E5001", "was ended by the signal SIGKILL"],
  "crashes": [`kill -SEGV $$`, "E5001", "was ended by the signal SIGSEGV"],
  "has no room": [`echo 'error: No space left on device' >&2; exit 1`, "E5005", "no space left"],
};

/** Answers to `--version` of what is no clang that can be used. */
const NO_CLANGS: Readonly<Record<string, readonly [script: string, words: string]>> = {
  "is too old": [`echo clang version 14.0.0`, "is version 14.0.0, which is too old"],
  "is something else": [`echo gcc 14`, "is no clang: gcc 14"],
  "prints nonsense": [`printf '\\033[2J\\000\\377'`, "is no clang: "],
  "says nothing": [`exit 0`, "`--version` says nothing"],
  "fails": [`echo broken >&2; exit 1`, "broken"],
  "is killed": [`kill -KILL $$`, "was ended by the signal SIGKILL"],
};

async function writeScript(path: string, text: string): Promise<string> {
  await Deno.writeTextFile(path, `#!/bin/sh\n${text}\n`);
  await Deno.chmod(path, 0o755);
  return path;
}

function whenAsked(version: string, otherwise: string): string {
  return `if [ "$1" = --version ]; then ${version}; exit; fi\n${otherwise}`;
}

Deno.test("a clang that does not compile the runtime", async () => {
  await withMain(async (w, cache) => {
    for (const [name, [script, code, words]] of Object.entries(BROKEN_CLANGS)) {
      const text = whenAsked("echo clang version 19.1.7", script);
      const ORI_CLANG = await writeScript(join(cache, name.replaceAll(" ", "_")), text);
      for (const command of ALL) {
        const env = { ORI_CLANG, XDG_CACHE_HOME: cache };
        const said = await assertFails(w, COMMANDS[command], code, env);
        assertStringIncludes(said, words, name);
        assert(!said.includes("\x1b") && !said.includes("\0"), said);
      }
    }
    // What was left unfinished is not taken for a runtime by the next run.
    for (const path of Object.keys(await contents(join(cache, "ori")))) {
      assertMatch(path, /^clang-[0-9a-f]+$/);
    }
    const built = await w.oriFast(COMMANDS.build, { XDG_CACHE_HOME: cache });
    assertEquals([built.code, built.stderr], [0, ""]);
  });
});

Deno.test("a clang that compiles the runtime but not the program", async () => {
  await withMain(async (w, cache) => {
    const remove = `while [ "$1" != -o ]; do shift; done; rm -f "$2"`;
    const script = `case " $* " in *" -x ir "*) eval "$BROKEN";; *) exec clang-19 "$@";; esac`;
    const ORI_CLANG = await writeScript(join(cache, "clang"), script);
    for (
      const [BROKEN, code, words] of [
        ["exit 0", "E5001", "reported success but did not make a program"],
        [`${remove}; exit 0`, "E5001", "did not make a program"],
        [`${remove}; echo text > "$2"`, "E5001", "did not make a program"],
        ["kill -TERM $$", "E5001", "was ended by the signal SIGTERM"],
        ["echo 'clang: error: linker command failed' >&2; exit 1", "E5003", "linker"],
        ["echo 'ld: Disk quota exceeded' >&2; exit 1", "E5005", "disk quota exceeded"],
      ] as const
    ) {
      for (const command of ALL) {
        const env = { ORI_CLANG, XDG_CACHE_HOME: cache, BROKEN };
        assertStringIncludes(await assertFails(w, COMMANDS[command], code, env), words, BROKEN);
      }
    }
  });
});

Deno.test("no clang that can be used: missing, not executable, too old, something else", async () => {
  await withMain(async (w, cache) => {
    const chosen = (path: string) => ({ ORI_CLANG: path, XDG_CACHE_HOME: cache });
    for (const [name, [script, words]] of Object.entries(NO_CLANGS)) {
      const path = await writeScript(join(cache, name.replaceAll(" ", "_")), script);
      for (const command of ALL) {
        const said = await assertFails(w, COMMANDS[command], "E5002", chosen(path));
        assertStringIncludes(said, words, name);
        assert(!said.includes("\x1b") && !said.includes("\0"), said);
      }
    }
    const locked = await writeScript(join(cache, "locked"), "exit 0");
    await Deno.chmod(locked, 0o644);
    for (const command of ALL) {
      const args = COMMANDS[command];
      assertStringIncludes(
        await assertFails(w, args, "E5002", chosen(locked)),
        "permission denied",
      );
      for (const path of ["/missing/clang", "missing-clang", w.path]) {
        const said = await assertFails(w, args, "E5002", chosen(path));
        assertStringIncludes(said, `ORI_CLANG names \`${path}\`, which is no file`);
      }
      await assertFails(w, args, "E5002", { PATH: "/missing", XDG_CACHE_HOME: cache });
    }
  });
});

Deno.test("what is damaged in the cache is made again", async () => {
  await withMain(async (w, cache) => {
    const env = { XDG_CACHE_HOME: cache };
    const build = async (what: string) => {
      // With a record of the build before there would be nothing to do.
      const records = join(cache, "ori", "builds");
      if (exists(records)) await Deno.remove(records, { recursive: true });
      const { code, stderr } = await w.oriFast([...COMMANDS.build, "--release"], env);
      assertEquals([code, stderr], [0, ""], what);
      assertEquals((await w.run("./app", [])).stdout, "hello\n", what);
    };
    await build("first");
    const made = Object.keys(await contents(join(cache, "ori")));
    const parts = made.filter((path) => /ori_rt\.(?:o|bc)$|sums$|clang-/.test(path));
    assertEquals(parts.length, 4, made.join(" "));
    for (const part of parts) {
      const path = join(cache, "ori", part);
      const whole = await Deno.readFile(path);
      // Other damage is tried in src/native/native_test.ts.
      const half = whole.subarray(0, whole.length >> 1);
      await Deno.writeFile(path, half);
      await build(part);
      assertNotEquals(await Deno.readFile(path), half, part);
    }
    // A file where the folder of the runtime should be.
    const folder = join(cache, "ori", made.find((path) => /^runtime-[0-9a-f]+$/.test(path))!);
    await Deno.remove(folder, { recursive: true });
    await Deno.writeTextFile(folder, "text");
    await build("file");
    assertEquals(Object.keys(await contents(join(cache, "ori"))).sort(), made.sort());
  });
});

Deno.test("an output that cannot be written", async () => {
  await withMain(async (w) => {
    const outputs = ["missing/app", "main.ori/app", "/proc/app", "/dev/full", "n".repeat(256)];
    for (const output of outputs) {
      for (const kind of [[], ["--release"], ["--emit=program"], ["--emit=arc"]]) {
        const said = await assertFails(w, ["build", "main.ori", ...kind, "-o", output], "E5005");
        assertStringIncludes(said, `cannot write \`${output}\``);
      }
    }
    const longest = "n".repeat(255);
    const { code, stderr } = await w.oriFast(["build", "main.ori", "-o", longest]);
    assertEquals([code, stderr], [0, ""]);
  });
});

Deno.test("a binary that cannot be started", async () => {
  await withMain(async (w) => {
    assertEquals((await w.oriFast(COMMANDS.build)).code, 0);
    await Deno.chmod(join(w.path, "app"), 0o644);
    for (const args of [["run", "--engine=aot", "app"], ["parity", "app"]]) {
      assertStringIncludes(
        await assertFails(w, args, "E5011"),
        "cannot run ./app: permission denied",
      );
    }
  });
});

/** Every command that takes a source. */
const READERS: readonly (readonly string[])[] = [
  ["check"],
  ["build"],
  ["run"],
  ["run", "--check-rc"],
  ["run", "--engine=aot"],
  ["test"],
  ["test", "--engine=all"],
  ["parity"],
  ["audit"],
];

Deno.test("a source that cannot be read", async () => {
  await withMain(async (w) => {
    await Deno.symlink("/proc/self/mem", join(w.path, "locked.ori"));
    await Deno.symlink("loop.ori", join(w.path, "loop.ori"));
    await Deno.writeTextFile(join(w.path, "main2.ori"), `use "./locked" { f };\n${MAIN}`);
    // Expectations, for `ori audit`.
    await Deno.writeTextFile(join(w.path, "main3.ori"), `use "./locked" { f };\n// --- exit: 0\n`);
    for (const command of READERS) {
      for (const source of ["missing.ori", "locked.ori", "loop.ori", "main.ori/below.ori"]) {
        const said = await assertFails(w, [...command, source], "cannot");
        if (command[0] !== "parity") assertStringIncludes(said, "E6001", `${command} ${source}`);
      }
      const importer = command[0] === "audit" ? "main3.ori" : "main2.ori";
      await assertFails(
        w,
        [...command, importer],
        command[0] === "parity" ? "not compile" : "E6001",
      );
    }
    // A folder is searched by some commands; to others it is no source.
    await Deno.mkdir(join(w.path, "folder.ori"));
    for (const command of READERS.filter(([name]) => name === "run" || name === "build")) {
      await assertFails(w, [...command, "folder.ori"], "E6001");
    }
    const tested = await w.oriFast(["test", "main.ori", "missing.ori"]);
    assertEquals(tested.code, 1);
    assertStringIncludes(tested.stdout, "1 passed, 1 failed");
  });
});

Deno.test("a source whose name is not UTF-8", async () => {
  await withMain(async (w) => {
    const script = `mkdir folder && cp main.ori "$(printf 'folder/b\\377d.ori')"`;
    assertEquals((await w.run("bash", ["-c", script])).code, 0);
    for (const command of ["check", "test", "parity"]) {
      const said = await assertFails(w, [command, "folder"], "cannot");
      if (command === "check") assertStringIncludes(said, "names of sources must be UTF-8");
    }
  });
});

Deno.test("a source that is a pipe is read once by every command", async () => {
  await withMain(async (w) => {
    const pipe = join(w.path, "pipe.ori");
    assertEquals((await w.run("mkfifo", [pipe])).code, 0);
    for (const command of READERS.filter(([name]) => name !== "audit")) {
      const writer = new Deno.Command("sh", {
        args: ["-c", 'cat main.ori > "$0"', pipe],
        cwd: w.path,
      })
        .spawn();
      const { code, stderr } = await w.ori([...command, "pipe.ori"]);
      assertEquals([code, stderr], [0, ""], command.join(" "));
      assert((await writer.status).success);
    }
  });
});

Deno.test("a signal that ends ori ends its tools, and nothing stays behind", async () => {
  await withMain(async (w, cache) => {
    const temporary = join(cache, "tmp");
    await Deno.mkdir(temporary);
    // A clang that never ends when it is to compile a program, with half-written files.
    const started = join(cache, "started");
    const hang = `while [ "$1" != -o ]; do shift; done
      echo half > "$2"; echo half > "$TMPDIR/half"; echo $$ > '${started}'; while :; do sleep 0.1; done`;
    const script = `case " $* " in *" -x ir "*) ${hang};; *) exec clang-19 "$@";; esac`;
    const ORI_CLANG = await writeScript(join(cache, "clang"), script);
    const env = { ORI_CLANG, XDG_CACHE_HOME: cache, TMPDIR: temporary };
    const before = await contents(w.path);
    for (const [signal, number] of [["SIGTERM", 15], ["SIGINT", 2], ["SIGHUP", 1]] as const) {
      for (const name of ALL) {
        const child = start(w, COMMANDS[name], env);
        const clang = Number(await whenWritten(started));
        child.kill(signal);
        assertEquals((await child.output()).code, 128 + number, `${signal} ${name}`);
        assertEquals(await contents(w.path), before);
        assertEquals(await contents(temporary), {});
        const cached = Object.keys(await contents(join(cache, "ori")));
        assertEquals(cached.filter((path) => path.includes(".tmp")), []);
        assert(!await isRunning(clang), `${signal} ${name}: clang runs on`);
        await Deno.remove(started);
      }
    }
  });
});

Deno.test("a signal that ends ori ends the program that it runs", async () => {
  const LOOP = `@main () -> void = { let n = 0; loop { n += 1; if n < 0 then break } }\n`;
  await withMain(async (w, cache) => {
    await Deno.writeTextFile(join(w.path, "loop.ori"), LOOP);
    for (const [signal, number] of [["SIGTERM", 15], ["SIGINT", 2]] as const) {
      const child = start(w, ["run", "--engine=aot", "loop.ori"], { TMPDIR: cache });
      const program = await whenStarted(cache);
      child.kill(signal);
      assertEquals((await child.output()).code, 128 + number, signal);
      assertEquals(await contents(cache), {});
      assert(!await isRunning(program));
    }
  });
});

Deno.test("a signal that was ignored from the start stays ignored", async () => {
  await withMain(async (w) => {
    const child = start(w, COMMANDS.run, {}, "trap '' HUP INT; ");
    const { stdout } = child;
    // The shell, which sets the signal up, has become Deno.
    await within2Minutes(async () => {
      return await Deno.readLink(`/proc/${child.pid}/exe`) === Deno.execPath() || undefined;
    });
    let hasEnded = false;
    const ended = child.status.finally(() => hasEnded = true);
    const signals = (async () => {
      while (!hasEnded) {
        // Deno refuses to signal a process that has ended meanwhile.
        await new Deno.Command("kill", { args: ["-HUP", String(child.pid)], stderr: "null" })
          .output();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    const text = await new Response(stdout).text();
    await signals;
    assertEquals([(await ended).code, text], [0, "hello\n"]);
    await child.stderr.cancel();
  });
});

/** Starts `ori` as a process of this test, after `prelude` of a shell. */
function start(
  w: Workspace,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  prelude = "",
): Deno.ChildProcess {
  const config = fromFileUrl(new URL("../deno.json", import.meta.url));
  const main = fromFileUrl(new URL("../main.ts", import.meta.url));
  const deno = [Deno.execPath(), "run", "-A", "--config", config, main, ...args];
  return new Deno.Command("sh", {
    args: ["-c", `${prelude}exec "$@"`, "sh", ...deno],
    cwd: w.path,
    env: { DENO_DIR, ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** The text of a file as soon as it has any. */
async function whenWritten(path: string): Promise<string> {
  return await within2Minutes(async () => {
    const text = await Deno.readTextFile(path).catch(() => "");
    return text.endsWith("\n") ? text : undefined;
  });
}

/** The id of the process that runs a program from below `folder`. */
async function whenStarted(folder: string): Promise<number> {
  return await within2Minutes(async () => {
    for await (const { name } of Deno.readDir("/proc")) {
      if (!/^\d+$/.test(name)) continue;
      const path = await Deno.readLink(`/proc/${name}/exe`).catch(() => "");
      if (path.startsWith(`${folder}/`)) return Number(name);
    }
    return undefined;
  });
}

async function within2Minutes<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let i = 0; i < 2400; i++) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("nothing was found within two minutes");
}

/** Whether process `id` runs; one that has ended but was not asked for its end does not. */
async function isRunning(id: number): Promise<boolean> {
  const status = await Deno.readTextFile(`/proc/${id}/stat`).catch(() => undefined);
  return status !== undefined && !/\) [ZX] /.test(status);
}
