import { assertEquals, assertThrows } from "@std/assert";
import { BuildProgress } from "./progress.ts";

function progress(
  isTerminal: boolean,
): { readonly line: BuildProgress; readonly written: string[] } {
  const written: string[] = [];
  return { line: new BuildProgress(0, isTerminal, (text) => void written.push(text)), written };
}

Deno.test("progress: what the build does and how far it is, from a second on", () => {
  const { line, written } = progress(true);
  line.step("lowering", 900);
  line.clear();
  assertEquals(written, []);
  line.step("compiling", 1500);
  line.show(1, 3, 2000);
  line.clear();
  line.clear();
  const start = "\r\x1b[K";
  assertEquals(written, [`${start}compiling, 1.5 s`, `${start}1 of 3 units, 2.0 s`, start]);
});

Deno.test("progress: the line goes when a stage ends, also by an error", () => {
  const { line, written } = progress(true);
  assertEquals(line.during("lowering", 1000, () => 3), 3);
  assertThrows(() => line.during("lowering", 1000, () => JSON.parse("{")));
  const [shown, cleared] = ["\r\x1b[Klowering, 1.0 s", "\r\x1b[K"];
  assertEquals(written, [shown, cleared, shown, cleared]);
});

Deno.test("progress: nothing where stderr is no terminal", () => {
  const { line, written } = progress(false);
  line.step("compiling", 5000);
  line.show(1, 1, 5000);
  line.clear();
  assertEquals(written, []);
});
