import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { replaceFile } from "../base/mod.ts";
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
    assertEquals(replaceFile(host, path, bytes("one")), undefined);
    assertEquals(replaceFile(host, path, bytes("two")), undefined);
    assertEquals(Deno.readTextFileSync(path), "two");
    assertEquals(host.listDirectory(folder), ["file"]);
    assertEquals(replaceFile(host, folder, bytes("x"))?.message, "is a directory");
    const below = `${folder}/none/file`;
    assertEquals(replaceFile(host, below, bytes("x")), {
      path: below,
      message: "no such file or directory",
    });
  }),
);

Deno.test(
  "a replaced file keeps its permissions, and links stay links",
  inScratch((folder) => {
    const host = createHost();
    Deno.writeTextFileSync(`${folder}/file`, "old");
    Deno.chmodSync(`${folder}/file`, 0o640);
    Deno.mkdirSync(`${folder}/links`);
    Deno.symlinkSync("../file", `${folder}/links/first`);
    Deno.symlinkSync("links/first", `${folder}/second`);
    assertEquals(replaceFile(host, `${folder}/second`, bytes("new")), undefined);
    assertEquals(Deno.readTextFileSync(`${folder}/file`), "new");
    assertEquals(host.fileFacts(`${folder}/file`)?.permissions, 0o640);
    assertEquals(host.linkTarget(`${folder}/second`), "links/first");
    assertEquals(host.linkTarget(`${folder}/file`), undefined);

    Deno.symlinkSync("../later", `${folder}/links/dangling`);
    assertEquals(replaceFile(host, `${folder}/links/dangling`, bytes("x")), undefined);
    assertEquals(Deno.readTextFileSync(`${folder}/later`), "x");
    Deno.symlinkSync("round", `${folder}/round`);
    assertEquals(
      replaceFile(host, `${folder}/round`, bytes("x"))?.message.includes("symbolic links"),
      true,
    );
    assertEquals(host.linkTarget(`${folder}/round`), "round");
    assertEquals([...host.listDirectory(folder)].sort(), [
      "file",
      "later",
      "links",
      "round",
      "second",
    ]);
  }),
);

Deno.test(
  "one file has one identity, whatever leads to it",
  inScratch((folder) => {
    const host = createHost();
    Deno.mkdirSync(`${folder}/a`);
    Deno.writeTextFileSync(`${folder}/a/file`, "x");
    Deno.writeTextFileSync(`${folder}/a/other`, "x");
    Deno.symlinkSync("a", `${folder}/linked`);
    Deno.linkSync(`${folder}/a/file`, `${folder}/hard`);
    const { identity } = host.fileFacts(`${folder}/a/file`) ?? {};
    for (const path of ["linked/file", "hard", "a/../a/./file", "linked/../a//file"]) {
      assertEquals(host.fileFacts(`${folder}/${path}`)?.identity, identity, path);
    }
    assertNotEquals(host.fileFacts(`${folder}/a/other`)?.identity, identity);
  }),
);

Deno.test(
  "a name that is taken is not created again",
  inScratch((folder) => {
    const host = createHost();
    const path = host.scratchPath(`${folder}/${"n".repeat(255)}`);
    assertEquals(host.createFile(path, bytes("one")), undefined);
    assertEquals(host.createFile(path, bytes("two"))?.message, "file exists");
    assertEquals(Deno.readTextFileSync(path), "one");
    assertNotEquals(host.scratchPath(path), path);
  }),
);

Deno.test("a device is written to and stays a device", () => {
  const host = createHost();
  assertEquals(replaceFile(host, "/dev/full", bytes("x"))?.message, "no space left on device");
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
