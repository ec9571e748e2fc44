import { assert, assertEquals } from "@std/assert";
import { WORLD_FAILURES, type WorldOperation } from "../operations/mod.ts";
import { SystemWorld } from "./mod.ts";

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** A world with a folder of its own, and `ask`, which gives a result or the name of a failure, and the text of the answer. */
function inFolder(
  test: (
    ask: (operation: WorldOperation, text?: string, more?: { number?: number; bytes?: string }) => [
      number | string,
      string,
    ],
    folder: string,
  ) => void,
): void {
  const folder = Deno.makeTempDirSync({ prefix: "ori-world-" });
  const world = new SystemWorld({
    environment: (name) => name === "NAME" ? "value" : undefined,
    isTerminal: (stream) => stream === 1,
  });
  const names = Object.entries(WORLD_FAILURES);
  try {
    test((operation, text = "", { number = 0, bytes = "" } = {}) => {
      const request = { operation, text, number: BigInt(number), bytes: encoder.encode(bytes) };
      const { result, bytes: answer } = world.answer(request);
      const failure = names.find(([, code]) => BigInt(-code) === result)?.[0];
      return [failure ?? Number(result), decoder.decode(answer)];
    }, folder);
  } finally {
    world.close();
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("environment, clock, random bits and terminals", () => {
  inFolder((ask) => {
    assertEquals(ask("env.get", "NAME"), [1, "value"]);
    for (const name of ["OTHER", "", "A=B", "NAME\0"]) assertEquals(ask("env.get", name), [0, ""]);
    const before = BigInt(ask("clock.now")[1]);
    assert(before > 1_500_000_000_000_000_000n && BigInt(ask("clock.now")[1]) >= before);
    assert(ask("random.bits")[1] !== ask("random.bits")[1]);
    assertEquals([ask("io.is_terminal", "", { number: 1 })[0], ask("io.is_terminal")[0]], [1, 0]);
  });
});

Deno.test("files are written and read", () => {
  inFolder((ask, folder) => {
    const path = `${folder}/a.txt`;
    assertEquals(ask("fs.write", path, { bytes: "one" }), [0, ""]);
    assertEquals(ask("fs.append", path, { bytes: " two" }), [0, ""]);
    assertEquals(ask("fs.create", path, { bytes: "x" }), ["alreadyExists", ""]);
    assertEquals(ask("fs.read", path), [7, "one two"]);
    Deno.chmodSync(path, 0o640);
    assertEquals(ask("fs.replace", path, { bytes: "new" }), [0, ""]);
    assertEquals(ask("fs.read", path), [3, "new"]);
    assertEquals((Deno.statSync(path).mode ?? 0) & 0o777, 0o640);
    assertEquals([...Deno.readDirSync(folder)].length, 1);
    assertEquals(ask("fs.read", `${folder}/none`), ["notFound", ""]);
    assertEquals(ask("fs.read", `${path}/b`), ["notADirectory", ""]);
    assertEquals(ask("fs.read", folder), ["isADirectory", ""]);
    assertEquals(ask("fs.read", "a\0b"), ["badName", ""]);
    assertEquals(ask("fs.write", "/dev/full", { bytes: "x" }), [
      "other",
      "No space left on device",
    ]);
  });
});

Deno.test("files are read in pieces and by lines", () => {
  inFolder((ask, folder) => {
    const path = `${folder}/lines`;
    const wide = "x".repeat(200_000);
    ask("fs.write", path, { bytes: `one\n\n${wide}\ny` });
    assertEquals([ask("fs.open", path)[0], ask("fs.open", path)[0]], [0, 1]);
    assertEquals(ask("fs.chunk", "", { number: 1 })[0], 65536);
    ask("fs.close", "", { number: 1 });
    assertEquals(ask("fs.open", path)[0], 1);
    assertEquals(ask("fs.lines")[1], "one\n\n");
    assertEquals(ask("fs.lines")[0], 200_001);
    assertEquals([ask("fs.lines"), ask("fs.lines")], [[1, "y"], [0, ""]]);
    assertEquals(ask("fs.close"), [0, ""]);
  });
});

Deno.test("directories, links and names", () => {
  inFolder((ask, folder) => {
    const path = `${folder}/d`;
    assertEquals(ask("fs.create_dir", path), [0, ""]);
    assertEquals(ask("fs.create_dir", path), ["alreadyExists", ""]);
    assertEquals(ask("fs.create_dir", `${folder}/e/f`), ["notFound", ""]);
    ask("fs.write", `${path}/x`, { bytes: "1" });
    assertEquals(ask("fs.list", path)[1], "fx\0");
    assertEquals(ask("fs.list", `${path}/x`)[0], "notADirectory");
    assertEquals(ask("fs.remove", path), ["notEmpty", ""]);
    Deno.symlinkSync("x", `${path}/link`);
    assertEquals(ask("fs.link_facts", `${path}/link`)[1].slice(0, 2), "l ");
    assertEquals(ask("fs.facts", `${path}/link`)[1].slice(0, 4), "f 1 ");
    assertEquals(ask("fs.rename", `${path}/link`, { bytes: `${path}/l` }), [0, ""]);
    assertEquals(ask("fs.rename", path, { bytes: "d\0" }), ["badName", ""]);
    ask("fs.remove", `${path}/l`);
    ask("fs.write", `${path}/\uFFFD`);
    assertEquals(ask("fs.list", path), ["badName", ""]);
    const [, made] = ask("fs.temp_file", path);
    assertEquals(ask("fs.facts", made)[1].slice(0, 4), "f 0 ");
    assertEquals(ask("fs.temp_dir", `${folder}/none`)[0], "notFound");
  });
});

Deno.test("programs are run with input and output", () => {
  inFolder((ask, folder) => {
    const run = (program: string, fields: readonly string[], input = "") => {
      const head = fields.map((field) => `${field}\0`).join("");
      return ask("process.run", program, { number: head.length, bytes: head + input });
    };
    assertEquals(run("echo", ["", "2", "one two", "3"]), [0, "10\0one two 3\n"]);
    assertEquals(run("cat", ["", "0"], "input"), [0, "5\0input"]);
    assertEquals(run("sh", [folder, "2", "-c", "pwd >&2; echo $A; exit 7", "A=b"]), [
      7,
      `2\0b\n${folder}\n`,
    ]);
    assertEquals(run("ori-no-such-program", ["", "0"]), ["notFound", ""]);
    assertEquals(run("/etc/passwd", ["", "0"]), ["permissionDenied", ""]);
    assertEquals(run("a\0b", ["", "0"]), ["badName", ""]);
  });
});
