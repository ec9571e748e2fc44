import { assertEquals } from "@std/assert";
import { type FileFacts, MemoryFullHost } from "../base/mod.ts";
import { FileLooks } from "./file_looks.ts";

const LATER_MS = 1e6;

/** Files in memory with times of change that the test sets. */
class TimedHost extends MemoryFullHost {
  changedMs = 1;

  write(path: string, text: string): void {
    this.writeFile(path, new TextEncoder().encode(text));
  }

  override fileFacts(path: string): FileFacts | undefined {
    const facts = super.fileFacts(path);
    return facts === undefined ? undefined : { ...facts, changedMs: this.changedMs };
  }
}

function lookingAt(host: TimedHost): FileLooks {
  const looks = new FileLooks(host, host);
  looks.readText("a.ori");
  looks.isFile("b.ori");
  return looks;
}

Deno.test("looks: a file that is written, removed or made is a change, one that is touched is none", () => {
  const host = new TimedHost();
  host.write("a.ori", "one");
  const looks = lookingAt(host);
  assertEquals(looks.haveChanged(LATER_MS), false);
  host.changedMs = 2;
  assertEquals(looks.haveChanged(LATER_MS), false, "the same text");
  host.write("a.ori", "two");
  host.changedMs = 3;
  assertEquals(looks.haveChanged(LATER_MS), true);
  host.write("a.ori", "one");
  assertEquals(looks.haveChanged(LATER_MS), false, "as it was");
  host.removeFile("a.ori");
  assertEquals(looks.haveChanged(LATER_MS), true);
  host.write("a.ori", "one");
  host.write("b.ori", "");
  assertEquals(looks.haveChanged(LATER_MS), true, "a file that was not there");
});

Deno.test("looks: a text of the same size and time is noticed while the file is young", () => {
  const host = new TimedHost();
  host.write("a.ori", "one");
  const looks = lookingAt(host);
  host.write("a.ori", "two");
  assertEquals(looks.haveChanged(100), true);
});

Deno.test("looks: the names in a folder, and a file that could not be read", () => {
  const host = new TimedHost();
  const looks = new FileLooks(host, host);
  looks.readText("a.ori");
  assertEquals(looks.haveChanged(LATER_MS), false);
  looks.listDirectory("f");
  host.write("f/c.ori", "");
  assertEquals(looks.haveChanged(LATER_MS), true);
  const again = new FileLooks(host, host);
  again.readText("a.ori");
  host.write("a.ori", "");
  host.changedMs = 2;
  assertEquals(again.haveChanged(LATER_MS), true);
});
