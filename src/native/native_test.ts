import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { InternalError, joinBytes, MemoryFullHost, type MemoryProgram } from "../base/mod.ts";
import {
  buildExecutable,
  type BuildRequest,
  findToolchain,
  RUNTIME_FILES,
  temporaryFolder,
} from "./mod.ts";

const ENVIRONMENT = { PATH: "/bin:/usr/bin", HOME: "/home/user" };

const ELF = new Uint8Array([0x7f, 0x45, 0x4c, 0x46]);
const BITCODE = new Uint8Array([0x42, 0x43, 0xc0, 0xde]);

/** A clang of `version` that writes what `-o` names, or fails to link programs with `error`. */
function fakeClang(version: string, error?: string): MemoryProgram {
  return (args, options, host) => {
    const none = new Uint8Array();
    if (args[0] === "--version") {
      const stdout = new TextEncoder().encode(`Debian clang version ${version} (1)\nTarget: x\n`);
      return { kind: "finished", code: 0, stdout, stderr: none };
    }
    const isProgram = args.includes("ir");
    if (isProgram && error !== undefined) {
      const stderr = new TextEncoder().encode(error);
      return { kind: "finished", code: 1, stdout: none, stderr };
    }
    const output = args[args.indexOf("-o") + 1]!;
    const isBitcode = args.includes("-emit-llvm");
    const content = joinBytes(isBitcode ? [BITCODE] : [ELF, options.stdin ?? none]);
    host.writeFile(output, content);
    return { kind: "finished", code: 0, stdout: none, stderr: none };
  };
}

function hostWith(
  programs: Readonly<Record<string, MemoryProgram>>,
  environment: Readonly<Record<string, string>> = ENVIRONMENT,
): MemoryFullHost {
  return new MemoryFullHost({ programs, environment, readStd: (url) => `/* ${url.pathname} */` });
}

/** A machine with the same files, as the next run of ori finds it. */
function copyOf(host: MemoryFullHost): MemoryFullHost {
  const copy = hostWith({ "/bin/clang-19": fakeClang("19.1.7") });
  for (const path of host.paths()) copy.writeFile(path, host.readBytes(path)!);
  return copy;
}

const REQUEST: BuildRequest = { ir: "module", output: "out/prog", release: false, sanitize: false };

function text(host: MemoryFullHost, path: string): string | undefined {
  const read = host.readText(path);
  return read.kind === "text" ? read.text : undefined;
}

Deno.test("the newest clang is taken and one that is too old is named", async () => {
  const host = hostWith({
    "/usr/bin/clang-19": fakeClang("19.1.7"),
    "/usr/bin/clang-16": fakeClang("16.0.6"),
    "/usr/bin/clang": fakeClang("14.0.0"),
  });
  const toolchain = await findToolchain(host);
  assert("clang" in toolchain);
  assertEquals(toolchain.clang, "/usr/bin/clang-19");
  assertEquals(toolchain.version, "19.1.7");
  assertEquals(toolchain.lld, undefined);

  const poor = await findToolchain(hostWith({ "/usr/bin/clang": fakeClang("14.0.0") }));
  assert("code" in poor);
  assertEquals(poor.code, "E5002");
  assertEquals(poor.notes, ["/usr/bin/clang is version 14.0.0, which is too old"]);
  assertStringIncludes(poor.help ?? "", "apt-get install clang-19 lld-19");
});

Deno.test("ORI_CLANG decides and is not replaced by another", async () => {
  const programs = { "/usr/bin/clang-19": fakeClang("19.1.7"), "/opt/clang": fakeClang("22.1.0") };
  const chosen = await findToolchain(
    hostWith(programs, { ...ENVIRONMENT, ORI_CLANG: "/opt/clang" }),
  );
  assert("clang" in chosen);
  assertEquals(chosen.major, 22);
  const missing = await findToolchain(hostWith(programs, { ...ENVIRONMENT, ORI_CLANG: "/no" }));
  assert("code" in missing);
});

Deno.test("the version is asked once and then known to later runs", async () => {
  const clang = fakeClang("19.1.7");
  const host = hostWith({ "/usr/bin/clang-19": clang });
  await findToolchain(host);
  await findToolchain(host);
  assertEquals(host.runs.length, 1);
  const note = host.paths().find((path) => path.startsWith("/home/user/.cache/ori/clang-"));
  assert(note !== undefined);
  assertStringIncludes(text(host, note) ?? "", "clang version 19.1.7");
});

Deno.test("an lld of the same version is used", async () => {
  const host = hostWith({ "/bin/clang-19": fakeClang("19.1.7"), "/bin/ld.lld-19": fakeClang("") });
  await buildExecutable(host, REQUEST);
  assert(host.runs.at(-1)?.args.includes("--ld-path=/bin/ld.lld-19"));
});

Deno.test("a program is built and the runtime only once", async () => {
  const host = hostWith({ "/bin/clang-19": fakeClang("19.1.7") });
  assertEquals(await buildExecutable(host, REQUEST), { kind: "built", warnings: [] });
  assertEquals(text(host, "out/prog"), "\x7fELFmodule");
  const runs = host.runs.length;
  await buildExecutable(host, { ...REQUEST, release: true });
  assertEquals(host.runs.length, runs + 1);
  const args = host.runs.at(-1)?.args ?? [];
  assertEquals(args[0], "-O2");
  assert(args.some((arg) => arg.endsWith("/ori_rt.bc")));
  assertEquals(host.paths().filter((path) => path.includes(".tmp")), []);
});

Deno.test("a program that is kept is compiled once, for each module and kind", async () => {
  const host = hostWith({ "/bin/clang-19": fakeClang("19.1.7") });
  const kept = { ...REQUEST, isKept: true };
  assertEquals(await buildExecutable(host, kept), { kind: "built", warnings: [] });
  const runs = host.runs.length;
  const again = await buildExecutable(host, { ...kept, output: "out/other" });
  assertEquals(again, { kind: "built", warnings: [], isCached: true });
  assertEquals(text(host, "out/other"), "\x7fELFmodule");
  assertEquals(host.runs.length, runs);
  await buildExecutable(host, { ...kept, release: true });
  await buildExecutable(host, { ...kept, ir: "other" });
  await buildExecutable(host, REQUEST);
  assertEquals(host.runs.length, runs + 3);
});

Deno.test("builds that start together make the runtime once", async () => {
  const host = hostWith({ "/bin/clang-19": fakeClang("19.1.7") });
  const outputs = ["out/a", "out/b", "out/c"];
  const results = await Promise.all(
    outputs.map((output) => buildExecutable(host, { ...REQUEST, output })),
  );
  assertEquals(results.map((result) => result.kind), ["built", "built", "built"]);
  // The version, the two forms of the runtime, and a call for each program.
  assertEquals(host.runs.length, 1 + 2 + outputs.length);
});

Deno.test("of a runtime that could not be built nothing stays", async () => {
  const noDisk: MemoryProgram = (args, options, host) => {
    if (args[0] === "--version") return fakeClang("19.1.7")(args, options, host);
    const stderr = new TextEncoder().encode("fatal error: No space left on device\n");
    return { kind: "finished", code: 1, stdout: new Uint8Array(), stderr };
  };
  const host = hostWith({ "/bin/clang-19": noDisk });
  const result = await buildExecutable(host, REQUEST);
  assert(result.kind === "failed");
  assertEquals(result.failure.code, "E5005");
  assertEquals(host.paths().filter((path) => path.includes("/runtime-")), []);
});

Deno.test("the sanitized runtime is another one", async () => {
  const host = hostWith({ "/bin/clang-19": fakeClang("19.1.7") });
  await buildExecutable(host, REQUEST);
  await buildExecutable(host, { ...REQUEST, sanitize: true });
  const objects = host.paths().filter((path) => path.endsWith("/ori_rt.o"));
  assertEquals(objects.length, 2);
});

Deno.test("a failed build leaves the output as it was", async () => {
  const error = "ld.lld: error: undefined symbol: x\nclang: error: linker command failed\n";
  const host = hostWith({ "/bin/clang-19": fakeClang("19.1.7", error) });
  host.writeFile("out/prog", new TextEncoder().encode("old"));
  const result = await buildExecutable(host, REQUEST);
  assert(result.kind === "failed");
  assertEquals(result.failure.code, "E5003");
  assertEquals(result.failure.notes[0], "ld.lld: error: undefined symbol: x");
  assertEquals(text(host, "out/prog"), "old");
  assertEquals(host.paths().filter((path) => path.includes(".tmp")), []);
});

Deno.test("a full disk is not blamed on the code", async () => {
  const error = "ld.lld: error: failed to write to the output file: No space left on device\n" +
    "clang: error: linker command failed\n";
  const host = hostWith({ "/bin/clang-19": fakeClang("19.1.7", error) });
  const result = await buildExecutable(host, REQUEST);
  assert(result.kind === "failed");
  assertEquals(result.failure.code, "E5005");
  assertEquals(result.failure.message, "cannot write `out/prog`: no space left on device");
});

Deno.test("an output that cannot be written is reported before clang runs", async () => {
  const host = hostWith({ "/bin/clang-19": fakeClang("19.1.7") });
  host.unwritable.set("out", "permission denied");
  const result = await buildExecutable(host, REQUEST);
  assert(result.kind === "failed");
  assertEquals(result.failure.message, "cannot write `out/prog`: permission denied");
  assertEquals(host.runs, []);
  const directory = await buildExecutable(host, { ...REQUEST, output: "/bin" });
  assert(directory.kind === "failed");
});

Deno.test("code that clang does not accept is our own bug", async () => {
  const error = "<stdin>:7:3: error: use of undefined value '%x'\n";
  const host = hostWith({ "/bin/clang-19": fakeClang("19.1.7", error) });
  const thrown = await assertRejects(() => buildExecutable(host, REQUEST), InternalError);
  assertStringIncludes(thrown.message, "undefined value '%x'");
  assertEquals(host.paths().filter((path) => path.includes(".tmp")), []);
});

Deno.test("without a place for the cache the report says what to set", async () => {
  const host = hostWith({ "/bin/clang-19": fakeClang("19.1.7") }, { PATH: "/bin" });
  const result = await buildExecutable(host, REQUEST);
  assert(result.kind === "failed");
  assertEquals(result.failure.code, "E5005");
  assertStringIncludes(result.failure.help ?? "", "XDG_CACHE_HOME");
});

Deno.test("a cache is never made in the current folder", async () => {
  for (const environment of [{ HOME: "home" }, { HOME: "", XDG_CACHE_HOME: "cache" }]) {
    const host = hostWith({ "/bin/clang-19": fakeClang("19.1.7") }, {
      ...environment,
      PATH: "/bin",
    });
    const result = await buildExecutable(host, REQUEST);
    assert(result.kind === "failed");
    assertStringIncludes(result.failure.message, "is an absolute path");
    assertEquals(host.paths(), ["/bin/clang-19"]);
  }
});

Deno.test("what is damaged in the cache is made again, and only that", async () => {
  const host = hostWith({ "/bin/clang-19": fakeClang("19.1.7") });
  await buildExecutable(host, REQUEST);
  const made = /^\/home\/.*\/(?:clang-[0-9a-f]+|ori_rt\.o|ori_rt\.bc|sums)$/;
  const forms = host.paths().filter((path) => made.test(path));
  assertEquals(forms.length, 4);
  for (const path of forms) {
    const whole = host.readBytes(path)!;
    for (
      const damaged of [
        whole.subarray(0, whole.length - 1),
        new Uint8Array(),
        new Uint8Array([1, 2, 3]),
      ]
    ) {
      host.writeFile(path, damaged);
      const runs = host.runs.length;
      // The version of clang is known to a host that asked for it.
      const again = path.includes("/clang-") ? copyOf(host) : host;
      assertEquals((await buildExecutable(again, REQUEST)).kind, "built", path);
      assertEquals(again.readBytes(path), whole, path);
      if (again === host) assertEquals(host.runs.length, runs + 3, path);
    }
  }
  const runs = host.runs.length;
  await buildExecutable(host, REQUEST);
  assertEquals(host.runs.length, runs + 1);
  assertEquals(host.paths().filter((path) => path.includes(".tmp")), []);
});

Deno.test("a clang that makes nothing, or the wrong thing, is no success, and nothing of it is kept", async () => {
  for (const made of [undefined, new Uint8Array(), new TextEncoder().encode("nonsense")]) {
    for (const isRuntime of [true, false]) {
      const good = fakeClang("19.1.7");
      const clang: MemoryProgram = (args, options, host) => {
        const result = good(args, options, host);
        if (args[0] === "--version" || args.includes("ir") === isRuntime) return result;
        const output = args[args.indexOf("-o") + 1]!;
        host.removeFile(output);
        if (made !== undefined) host.writeFile(output, made);
        return result;
      };
      const host = hostWith({ "/bin/clang-19": clang });
      host.writeFile("out/prog", new TextEncoder().encode("old"));
      const result = await buildExecutable(host, REQUEST);
      assert(result.kind === "failed");
      const what = isRuntime ? "the runtime" : "a program";
      assertEquals([result.failure.code, result.failure.message], [
        "E5001",
        `/bin/clang-19 reported success but did not make ${what}`,
      ]);
      assertEquals(text(host, "out/prog"), "old");
      assertEquals(host.paths().some((path) => path.includes("/runtime-")), !isRuntime);
      assertEquals(host.paths().filter((path) => path.includes(".tmp")), []);
    }
  }
});

Deno.test("the report has the exit of clang and its output, without terminal controls", async () => {
  const failing =
    (result: { code: number; signal?: string; words: string }): MemoryProgram =>
    (args, options, host) => {
      if (!args.includes("ir")) return fakeClang("19.1.7")(args, options, host);
      const { words, ...end } = result;
      const stderr = new TextEncoder().encode(words);
      return { kind: "finished", stdout: new Uint8Array(), stderr, ...end };
    };
  const build = async (result: { code: number; signal?: string; words: string }) => {
    const built = await buildExecutable(hostWith({ "/bin/clang-19": failing(result) }), REQUEST);
    assert(built.kind === "failed");
    const { code, message, notes } = built.failure;
    return [code, message, ...notes];
  };
  assertEquals(await build({ code: 139, signal: "SIGSEGV", words: "" }), [
    "E5001",
    "/bin/clang-19 was ended by the signal SIGSEGV",
  ]);
  assertEquals(await build({ code: 3, words: `\x1b[2Jno\tway\u202e\n${"x".repeat(500)}\n` }), [
    "E5001",
    "/bin/clang-19 ended with code 3",
    "\uFFFD[2Jno way\uFFFD",
    `${"x".repeat(400)}...`,
  ]);
});

Deno.test("the folder for temporary files is the one that is set and exists", () => {
  const folder = (environment: Readonly<Record<string, string>>) => {
    const host = hostWith({}, environment);
    host.writeFile("/t/file", new Uint8Array());
    host.writeFile("/tmp/file", new Uint8Array());
    host.writeFile("here/file", new Uint8Array());
    const found = temporaryFolder(host);
    return typeof found === "string" ? found : `${found.code} ${found.message}`;
  };
  assertEquals(folder({}), "/tmp");
  assertEquals(folder({ TMPDIR: "" }), "/tmp");
  assertEquals(folder({ TMPDIR: "/t" }), "/t");
  assertEquals(folder({ TMPDIR: "/t//" }), "/t");
  assertEquals(folder({ TMPDIR: "here" }), "here");
  assertEquals(
    folder({ TMPDIR: "/no" }),
    "E5005 the folder for temporary files, `/no`, does not exist",
  );
  assertEquals(
    folder({ TMPDIR: "/t/file" }),
    "E5005 the folder for temporary files, `/t/file`, is no folder",
  );
});

Deno.test("every source of the runtime is embedded", () => {
  const root = new URL("../../runtime/", import.meta.url);
  const files: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of Deno.readDirSync(new URL(folder, root))) {
      if (entry.isDirectory) walk(`${folder}${entry.name}/`);
      else if (/\.(c|h|inc)$/.test(entry.name)) files.push(folder + entry.name);
    }
  };
  walk("");
  assertEquals([...RUNTIME_FILES].sort(), files.sort());
});
