/** Native binaries and the programs they carry (seeds section 4, BL), through the command line. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { type CompiledProgram, encodeBlob, SCHEMA_VERSION } from "../src/blob/mod.ts";
import { readElf } from "../src/native/mod.ts";
import { Workspace } from "./support/cli.ts";
import { decodeSound, FOLD_WITH_FUNCTION, MAP_WITH_LAMBDA, TYPES } from "./support/blobs.ts";
import { refusal } from "./runtime/blob_checks.ts";

const HELLO = `@main () -> void = print(msg: "Hello, world!");\n`;
const HELLO_RESULT = { code: 0, stdout: "Hello, world!\n", stderr: "" };
const ECHO = `use std.io { read_lines };

@main (args: [str]) -> int = {
    for arg in args do print(msg: arg.to_uppercase());
    for line in read_lines() do print(msg: line);
    args.len()
}
`;

/** A binary in `w`, as it is now. */
class Binary {
  readonly #path: string;

  constructor(readonly w: Workspace, readonly name: string) {
    this.#path = join(w.path, name);
  }

  get bytes(): Uint8Array {
    return Deno.readFileSync(this.#path);
  }

  run(...args: string[]) {
    return this.w.run(this.#path, args);
  }

  /** Where the section of the program lies in the file. */
  get blob(): { readonly start: number; readonly length: number } {
    const { bytes } = this;
    const section = readElf(bytes)?.section("ori_program");
    assert(section !== undefined, "the binary has the section");
    return { start: section.byteOffset - bytes.byteOffset, length: section.length };
  }

  /** Another binary with changed bytes. */
  changed(change: (bytes: Uint8Array, start: number, length: number) => void): Binary {
    const { bytes, blob } = this;
    change(bytes, blob.start, blob.length);
    const name = `${this.name}.changed`;
    Deno.writeFileSync(join(this.w.path, name), bytes, { mode: 0o755 });
    return new Binary(this.w, name);
  }
}

async function build(w: Workspace, source: string, ...flags: string[]): Promise<Binary> {
  const result = await w.ori(["build", source, "-o", "app", ...flags]);
  assertEquals(result, { code: 0, stdout: "", stderr: "" });
  return new Binary(w, "app");
}

for (const flags of [[], ["--release"]]) {
  const name = flags.join("") || "debug";
  Deno.test(`a binary with a damaged program refuses to run (BL-5, BL-10), ${name}`, async () => {
    await Workspace.with({ "hello.ori": HELLO }, async (w) => {
      const app = await build(w, "hello.ori", ...flags);
      assertEquals(await app.run(), HELLO_RESULT);
      const { length } = app.blob;
      const steps = [...Array(24).keys()].map((i) => Math.floor(i * (length - 1) / 23));
      for (const at of [...steps, 15, 17, 26, 41, 42, 50, 94]) {
        const broken = app.changed((bytes, start) => {
          bytes[start + at] = (bytes[start + at] ?? 0) ^ 0x20;
        });
        const { code, stdout, stderr } = await broken.run();
        assertEquals([code, stdout], [1, ""], `byte ${at}`);
        const { diagnostics: [diagnostic] } = JSON.parse(stderr);
        assertEquals([diagnostic.code, diagnostic.severity], ["E5006", "error"]);
        assertEquals(stderr.trimEnd().includes("\n"), false, "one line");
      }
      const version = app.changed((bytes, start) => void (bytes[start + 16] = SCHEMA_VERSION + 1));
      const otherVersion = refusal("its schema version is another one");
      assertEquals(await version.run(), { code: 1, stdout: "", stderr: otherVersion });
      const cut = app.changed((bytes, start, length) => bytes.fill(0, start + 200, start + length));
      const damaged = refusal("its digest does not match its bytes");
      assertEquals(await cut.run(), { code: 1, stdout: "", stderr: damaged });
    });
  });
}

Deno.test("the program survives strip and what else removes sections (BL-3)", async () => {
  await Workspace.with({ "hello.ori": HELLO }, async (w) => {
    const app = await build(w, "hello.ori", "--release");
    const size = app.blob.length;
    const tools = [
      ["strip", "--strip-all", "app", "-o", "small"],
      ["strip", "--strip-unneeded", "--remove-section=.comment", "app", "-o", "small"],
      ["objcopy", "--strip-debug", "app", "small"],
    ];
    for (const [tool = "", ...args] of tools) {
      await w.tool(tool, ...args);
      const small = new Binary(w, "small");
      assertEquals(await small.run(), HELLO_RESULT);
      assertEquals(small.blob.length, size);
      assert(small.bytes.length <= 60 * 1024, `stripped: ${small.bytes.length} bytes`);
    }
    assertEquals((await w.ori(["run", "small"])).stdout, HELLO_RESULT.stdout);
  });
});

Deno.test("a binary whose program was removed refuses to run (BL-1, BL-10)", async () => {
  await Workspace.with({ "hello.ori": HELLO }, async (w) => {
    const app = await build(w, "hello.ori");
    const none = app.changed((bytes, start, length) => bytes.fill(0, start, start + length));
    const stderr = refusal("it does not begin like a program");
    assertEquals(await none.run(), { code: 1, stdout: "", stderr });
  });
});

Deno.test("ori inspect shows versions, functions, types and sizes", async () => {
  await Workspace.with({ "types.ori": TYPES }, async (w) => {
    const app = await build(w, "types.ori");
    const json = JSON.parse((await w.ori(["inspect", "app", "--json"])).stdout);
    assertEquals(json.blobVersion, SCHEMA_VERSION);
    assertEquals(json.blobBytes, app.blob.length);
    assertEquals(json.binaryBytes, app.bytes.length);
    assert(json.decoderBytes > 500 && json.decoderBytes < 20_000, String(json.decoderBytes));
    assertEquals(json.main, "main");
    const main = json.functions.find((fn: { name: string }) => fn.name === "main");
    assertEquals(main.place, "types.ori:25:2");
    assertEquals(main.params[0].type, "[str]");
    const tree = json.types.find((type: { name: string }) => type.name === "Tree");
    assertEquals(tree, { name: "Tree", kind: "sum", isCounted: true, bytes: 24 });
    const text = (await w.ori(["inspect", "app"])).stdout;
    assertStringIncludes(text, "Tree: sum, 24 bytes, counted\n");
    assertStringIncludes(text, "captures prefix, n, made by the compiler\n");
    assertEquals((await w.ori(["inspect", "types.ori"])).code, 1);
    assertEquals((await w.ori(["inspect"])).code, 2);
  });
});

Deno.test("ori run and ori parity take a binary without its source", async () => {
  await Workspace.with({ "echo.ori": ECHO }, async (w) => {
    await build(w, "echo.ori", "--release");
    await Deno.remove(join(w.path, "echo.ori"));
    const expected = { code: 2, stdout: "A\nB C\nline\n", stderr: "" };
    for (const engine of ["vm", "aot"]) {
      const args = ["run", `--engine=${engine}`, "app", "--", "a", "b c"];
      assertEquals(await w.ori(args, { stdin: "line\n" }), expected, engine);
    }
    assertEquals((await w.ori(["run", "--engine=check-rc", "app"])).code, 2);
    assertEquals(await w.ori(["parity", "app", "--", "a", "b c"], { stdin: "line\n" }), {
      code: 0,
      stdout: "1 agree, 0 differ, 0 not compared\n",
      stderr: "",
    });
  });
});

Deno.test("ori parity of a binary sees when it does something else than its bytecode", async () => {
  await Workspace.with({ "hello.ori": HELLO }, async (w) => {
    const app = await build(w, "hello.ori");
    const { start, length } = app.blob;
    const other = app.changed((bytes) => {
      const text = new TextEncoder().encode("Hello, world!");
      for (let at = 0; at + text.length < bytes.length; at++) {
        const isCode = at < start || at >= start + length;
        if (isCode && text.every((byte, i) => bytes[at + i] === byte)) bytes[at] = 0x4a;
      }
    });
    const { code, stdout } = await w.ori(["parity", other.name]);
    assertEquals(code, 1);
    assertStringIncludes(
      stdout,
      `stdout line 1: vm has "Hello, world!", binary has "Jello, world!"`,
    );
    const nothing = await w.ori(["parity", "/bin/true"]);
    assertEquals(nothing.code, 1);
    assertStringIncludes(nothing.stdout, "nothing was compared");
  });
});

Deno.test("ori build --emit=program writes the program alone, which ori run runs", async () => {
  const files = { "fold.ori": FOLD_WITH_FUNCTION, "map.ori": MAP_WITH_LAMBDA };
  await Workspace.with(files, async (w) => {
    const built = await w.ori(["build", "fold.ori", "--emit=program", "-o", "x.oric"]);
    assertEquals(built, { code: 0, stdout: "", stderr: "" });
    assertEquals(await w.ori(["run", "x.oric"]), { code: 6, stdout: "", stderr: "" });
    await w.ori(["build", "map.ori", "--emit=program"]);
    assertEquals((await w.ori(["run", "map.oric"])).stdout, "[3, 6, 9]\n");
    assertEquals((await w.ori(["parity", "map.oric"])).code, 1);
    const bytes = Deno.readFileSync(join(w.path, "x.oric"));
    Deno.writeFileSync(join(w.path, "cut.oric"), bytes.subarray(0, -1));
    const cut = await w.ori(["run", "cut.oric"]);
    assertEquals(cut.code, 1);
    assertStringIncludes(cut.stderr, "error[E5006]: the program in cut.oric is malformed");
    const tests = encodeBlob({ ...decodeSound(bytes), ...withoutMain(decodeSound(bytes)) });
    Deno.writeFileSync(join(w.path, "tests.oric"), tests);
    const none = await w.ori(["run", "tests.oric"]);
    assertEquals(none.code, 1);
    assertStringIncludes(none.stderr, "error[E5006]: the program in tests.oric has no @main");
    const json = await w.ori(["run", "--format=json", "cut.oric"]);
    assertEquals(JSON.parse(json.stdout).diagnostics[0].code, "E5006");
  });
});

/** The bytecode of `program` without an entry. */
function withoutMain({ bytecode: { main: _main, ...bytecode } }: CompiledProgram) {
  return { bytecode };
}

Deno.test("ori build --sizes tells the program's cost from that of its decoder (BL-15)", async () => {
  const files = { "hello.ori": HELLO, "map.ori": MAP_WITH_LAMBDA, "types.ori": TYPES };
  await Workspace.with(files, async (w) => {
    const decoders = new Set<string>();
    const programs: number[] = [];
    for (const file of Object.keys(files)) {
      const { stdout } = await w.ori(["build", file, "-o", "app", "--sizes"]);
      const match = /this program: (\d+) bytes\n.*every binary: (\d+) bytes\n$/.exec(stdout);
      assert(match !== null, stdout);
      programs.push(Number(match[1]));
      decoders.add(match[2] ?? "");
    }
    assertEquals(decoders.size, 1, "the decoder is the same in every binary");
    assertEquals(programs, programs.toSorted((a, b) => a - b));
  });
});

Deno.test("a benchmark binary carries and checks its program like others (BL-12)", async () => {
  const source = `@work (n: int) -> int = if n < 2 then n else work(n: n - 1) + work(n: n - 2);

@main () -> int = work(n: 10);
`;
  const panics = `@main () -> void = panic(msg: "no");\n`;
  await Workspace.with({ "work.ori": source, "panics.ori": panics }, async (w) => {
    const app = await build(w, "work.ori", "--bench", "--release");
    const env = { ORI_BENCH_RUNS: "6", ORI_CHECK_LEAKS: "1" };
    const { code, stdout, stderr } = await w.run(join(w.path, "app"), [], { env });
    assertEquals([code, stdout], [55, ""]);
    assert(
      /^bench: 6 runs, least [\d.]+ ms, median [\d.]+ ms, most [\d.]+ ms\n$/.test(stderr),
      stderr,
    );
    assertEquals((await w.ori(["run", "app"])).code, 55);
    const broken = app.changed((bytes, start, length) => {
      bytes[start + length - 1] = (bytes[start + length - 1] ?? 0) ^ 1;
    });
    const damaged = refusal("its digest does not match its bytes");
    assertEquals(await broken.run(), { code: 1, stdout: "", stderr: damaged });
    const panicking = await build(w, "panics.ori", "--bench");
    const expected = { code: 1, stdout: "", stderr: "panic: no at panics.ori:1:20\n" };
    assertEquals(await panicking.run(), expected);
  });
});
