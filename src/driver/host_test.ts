import { assert, assertEquals } from "@std/assert";
import { createHost } from "./host.ts";

function inScratch(test: (folder: string) => void | Promise<void>): () => Promise<void> {
  return async () => {
    const folder = Deno.makeTempDirSync({ prefix: "ori-host-" });
    try {
      await test(folder);
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  };
}

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test(
  "reading says why it failed",
  inScratch((folder) => {
    const host = createHost();
    const kind = (path: string) => {
      const read = host.readText(path);
      return read.kind === "failure" ? read.failure.kind : read.text;
    };
    host.writeFile(`${folder}/text`, bytes("héllo"));
    host.writeFile(`${folder}/bad`, new Uint8Array([0x61, 0xff]));
    assertEquals(kind(`${folder}/text`), "héllo");
    assertEquals(kind(`${folder}/bad`), "invalid UTF-8");
    assertEquals(kind(`${folder}/none`), "not found");
    assertEquals(kind(folder), "is a directory");
    assertEquals(kind(`${folder}/text/below`), "other");
    assert(!host.isFile(`${folder}/with\0zero`));
  }),
);

Deno.test(
  "a file is replaced whole or not at all",
  inScratch((folder) => {
    const host = createHost();
    const path = `${folder}/file`;
    assertEquals(host.replaceFile(path, bytes("one")), undefined);
    assertEquals(host.replaceFile(path, bytes("two")), undefined);
    assertEquals(Deno.readTextFileSync(path), "two");
    assertEquals(host.listDirectory(folder), ["file"]);
    assertEquals(host.replaceFile(folder, bytes("x"))?.message, "is a directory");
    const below = `${folder}/none/file`;
    assertEquals(host.replaceFile(below, bytes("x")), {
      path: below,
      message: "no such file or directory",
    });
  }),
);

Deno.test("a device is written to and stays a device", () => {
  const host = createHost();
  assertEquals(host.replaceFile("/dev/full", bytes("x"))?.message, "no space left on device");
  assert(host.fileFacts("/dev/full")?.isRegular === false);
});

Deno.test(
  "directories are made with those above and removed with what is in them",
  inScratch((folder) => {
    const host = createHost();
    assertEquals(host.makeDirectory(`${folder}/a/b`), undefined);
    assertEquals(host.makeDirectory(`${folder}/a/b`), undefined);
    host.writeFile(`${folder}/a/b/file`, bytes("x"));
    host.removeDirectory(`${folder}/a`);
    assertEquals(host.listDirectory(folder), []);
    host.removeDirectory(`${folder}/a`);
    host.removeFile(`${folder}/none`);
  }),
);

Deno.test("a process gets its input and gives its output", async () => {
  const host = createHost();
  const input = bytes("x".repeat(1_000_000));
  const echoed = await host.runProcess("cat", [], { stdin: input });
  assert(echoed.kind === "finished");
  assertEquals(echoed.stdout, input);
  const deaf = await host.runProcess("true", [], { stdin: input });
  assertEquals(deaf.kind, "finished");
  const code = await host.runProcess("sh", ["-c", "echo $A >&2; exit 7"], {
    environment: { A: "b" },
  });
  assert(code.kind === "finished");
  assertEquals([code.code, new TextDecoder().decode(code.stderr)], [7, "b\n"]);
  assertEquals((await host.runProcess("no-such-program", [])).kind, "not started");
});
