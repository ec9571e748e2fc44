import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { InternalError, MemoryFullHost, type MemoryProgram } from "../base/mod.ts";
import { buildExecutable, type BuildRequest, findToolchain, RUNTIME_FILES } from "./mod.ts";

const ENVIRONMENT = { PATH: "/bin:/usr/bin", HOME: "/home/user" };

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
    host.writeFile(output, isProgram ? options.stdin! : new TextEncoder().encode("runtime"));
    return { kind: "finished", code: 0, stdout: none, stderr: none };
  };
}

function hostWith(
  programs: Readonly<Record<string, MemoryProgram>>,
  environment: Readonly<Record<string, string>> = ENVIRONMENT,
): MemoryFullHost {
  return new MemoryFullHost({ programs, environment, readStd: (url) => `/* ${url.pathname} */` });
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
  assertEquals(text(host, note), "19.1.7");
});

Deno.test("an lld of the same version is used", async () => {
  const host = hostWith({ "/bin/clang-19": fakeClang("19.1.7"), "/bin/ld.lld-19": fakeClang("") });
  await buildExecutable(host, REQUEST);
  assert(host.runs.at(-1)?.args.includes("--ld-path=/bin/ld.lld-19"));
});

Deno.test("a program is built and the runtime only once", async () => {
  const host = hostWith({ "/bin/clang-19": fakeClang("19.1.7") });
  assertEquals(await buildExecutable(host, REQUEST), { kind: "built", warnings: [] });
  assertEquals(text(host, "out/prog"), "module");
  const runs = host.runs.length;
  await buildExecutable(host, { ...REQUEST, release: true });
  assertEquals(host.runs.length, runs + 1);
  const args = host.runs.at(-1)?.args ?? [];
  assertEquals(args[0], "-O2");
  assert(args.some((arg) => arg.endsWith("/ori_rt.bc")));
  assertEquals(host.paths().filter((path) => path.endsWith(".tmp")), []);
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
  assertEquals(host.paths().filter((path) => path.endsWith(".tmp")), []);
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
  assertEquals(host.paths().filter((path) => path.endsWith(".tmp")), []);
});

Deno.test("without a place for the cache the report says what to set", async () => {
  const host = hostWith({ "/bin/clang-19": fakeClang("19.1.7") }, { PATH: "/bin" });
  const result = await buildExecutable(host, REQUEST);
  assert(result.kind === "failed");
  assertEquals(result.failure.code, "E5005");
  assertStringIncludes(result.failure.help ?? "", "XDG_CACHE_HOME");
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
