import { assertEquals } from "@std/assert";
import { createHost, ENGINES } from "../driver/mod.ts";
import { audit, isGreen } from "./audit.ts";

/** The kind of each cell, and whether it is as it should be. */
type Kinds = readonly (readonly [string, boolean])[];

async function kinds(source: string): Promise<Kinds> {
  const folder = Deno.makeTempDirSync();
  try {
    Deno.writeTextFileSync(`${folder}/p.ori`, source);
    const rows = [];
    for await (const row of audit([folder], createHost())) rows.push(row);
    return rows.flatMap((row) => row.cells.map((cell) => [cell.kind, isGreen(cell)] as const));
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

const WAYS = ENGINES.flatMap((engine) => engine.hasRelease ? [engine, engine] : [engine]);

Deno.test("PAR-1: a wrong output and a program that does not compile are no passes", async () => {
  const wrong: Kinds = WAYS.map(() => ["wrong", false]);
  assertEquals(await kinds('@main () -> void = print(msg: "a");\n// --- stdout\n// b\n'), wrong);
  assertEquals(await kinds("@main () -> void = nothing();\n// --- stdout\n// b\n"), wrong);
});

Deno.test("PAR-1: a recorded gap is one while it fails; a gap that works is reported", async () => {
  const gap = "// --- gap: aot: not there yet\n// --- stdout\n";
  const cells = (on: string, off: string): Kinds =>
    WAYS.map((engine) => engine.name === "aot" ? [on, on === "gap"] : [off, off === "ok"]);
  assertEquals(
    await kinds(`@main () -> void = print(msg: "a");\n${gap}// b\n`),
    cells("gap", "wrong"),
  );
  assertEquals(
    await kinds(`@main () -> void = print(msg: "a");\n${gap}// a\n`),
    cells("closed gap", "ok"),
  );
});

Deno.test("a program is given its arguments and stdin, whatever its line ends are", async () => {
  const source = `use std.io { read_line };
@main (args: [str]) -> void = print(msg: args.join(separator: "-") + (read_line() ?? "none"));
// --- args: a b
// --- stdin
// text
// --- stdout
// a-btext
`;
  for (const end of ["\n", "\r\n", "\r"]) {
    assertEquals(await kinds(source.replaceAll("\n", end)), WAYS.map(() => ["ok", true] as const));
  }
});
