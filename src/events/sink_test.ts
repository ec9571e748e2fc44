import { assertEquals, assertThrows } from "@std/assert";
import { MemoryFullHost } from "../base/mod.ts";
import { SettingsError } from "./settings.ts";
import { LOG_MARK, openSink } from "./sink.ts";

function textOf(host: MemoryFullHost, path: string): string {
  return new TextDecoder().decode(host.readBytes(path));
}

Deno.test("DBG-5: lines are written in order, also more than are collected at once", () => {
  const host = new MemoryFullHost();
  const sink = openSink(host, "log.jsonl");
  const lines = Array.from({ length: 5000 }, (_, i) => `{"line":${i},"more":"${"x".repeat(20)}"}`);
  for (const line of lines) sink.write(line);
  sink.close();
  assertEquals(sink.failure, undefined);
  assertEquals(textOf(host, "log.jsonl"), lines.join("\n") + "\n");
});

Deno.test("a log is one from its first line on", () => {
  const host = new MemoryFullHost();
  const sink = openSink(host, "log.jsonl");
  for (const line of ["first", "second"]) sink.write(line);
  assertEquals(textOf(host, "log.jsonl"), "first\n");
  sink.close();
  assertEquals(textOf(host, "log.jsonl"), "first\nsecond\n");
});

Deno.test("a log replaces an earlier log and an empty file, and nothing else", () => {
  const host = new MemoryFullHost({
    files: {
      "old.jsonl": `${LOG_MARK}"kinds":[]}\n{}\n`,
      "empty": "",
      "main.ori": "",
      "notes.txt": "mine",
      "folder/x": "",
    },
  });
  for (const path of ["old.jsonl", "empty", "new"]) {
    const sink = openSink(host, path);
    sink.write("{}");
    sink.close();
    assertEquals(textOf(host, path), "{}\n");
  }
  const refused = (path: string) => assertThrows(() => openSink(host, path), SettingsError).message;
  assertEquals(refused("main.ori"), "cannot write the debug sink `main.ori`: it is an Ori source");
  assertEquals(
    refused("notes.txt"),
    "cannot write the debug sink `notes.txt`: it exists and is no log of ori",
  );
  assertEquals(refused("folder"), "cannot write the debug sink `folder`: it is a directory");
  assertEquals(textOf(host, "notes.txt"), "mine");
});

Deno.test("a sink that cannot be opened is refused, one that fails later says so", () => {
  const host = new MemoryFullHost();
  host.unwritable.set("locked", "permission denied");
  assertEquals(
    assertThrows(() => openSink(host, "locked/log"), SettingsError).message,
    "cannot write the debug sink `locked/log`: permission denied",
  );
  const sink = openSink(host, "disk/log");
  host.unwritable.set("disk", "no space left on device");
  sink.write("{}");
  sink.close();
  assertEquals(sink.failure, "cannot write the debug sink `disk/log`: no space left on device");
});
