/** Objects of units from a server: a real one, and servers that fail, take too long or send what they should not. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { exists } from "../tasks/exists.ts";
import { compileProgram } from "./support/run_program.ts";
import { UnitBuilder } from "./support/unit_builder.ts";

const PROGRAM = "tests/programs/module/same_names.ori";

/** A build with an empty cache on this machine and the server at `url`. */
function buildWith(url: string) {
  return UnitBuilder.with((builder) => builder.build(compileProgram(PROGRAM)), {
    ORI_REMOTE_CACHE: url,
  });
}

/** The bytes that every build must make. */
const expected = await UnitBuilder.with((builder) => builder.build(compileProgram(PROGRAM)));

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  return port;
}

/** Debian has it where only root looks for programs. */
const nginx = exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";

/** Debian's nginx with WebDAV (`apt-get install nginx-light`), which keeps what it is sent in files below a folder. */
async function withNginx(use: (url: string, store: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "ori-nginx-" });
  const port = freePort();
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const paths = temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(" ");
  await Deno.writeTextFile(
    `${folder}/nginx.conf`,
    `daemon off; pid ${folder}/pid; error_log ${folder}/errors; ${
      Deno.uid() === 0 ? "user root;" : ""
    } events {}
http { access_log off; ${paths} client_max_body_size 100m;
  server { listen 127.0.0.1:${port}; root ${folder}/store; dav_methods PUT; create_full_put_path on; }
}
`,
  );
  await Deno.mkdir(`${folder}/store`);
  const server = new Deno.Command(nginx, {
    args: ["-p", folder, "-e", `${folder}/errors`, "-c", `${folder}/nginx.conf`],
    stdout: "null",
    stderr: "null",
  }).spawn();
  const url = `http://127.0.0.1:${port}`;
  try {
    await answers(url);
    await use(url, `${folder}/store`);
  } finally {
    server.kill("SIGTERM");
    await server.status;
    await Deno.remove(folder, { recursive: true });
  }
}

async function answers(url: string): Promise<void> {
  for (let i = 0; i < 100; i++) {
    try {
      await (await fetch(`${url}/none`)).body?.cancel();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error("nginx does not answer");
}

Deno.test("nginx with WebDAV: what one machine compiled, another one takes", async () => {
  await withNginx(async (url, store) => {
    const first = await buildWith(url);
    assertEquals([first.notices, first.remote], [[], []]);
    assertEquals(first.bytes, expected.bytes);
    assertEquals([...Deno.readDirSync(`${store}/ac`)].length, first.events.length);
    const second = await buildWith(`${url}/`);
    assertEquals([second.notices, second.compiled], [[], []]);
    assertEquals(second.remote.length, first.events.length);
    assertEquals(second.bytes, expected.bytes);
    // Wrong bytes under a right name.
    for (const { name } of Deno.readDirSync(`${store}/cas`)) {
      const bytes = Deno.readFileSync(`${store}/cas/${name}`);
      bytes[bytes.length >> 1] ^= 1;
      Deno.writeFileSync(`${store}/cas/${name}`, bytes);
    }
    const third = await buildWith(url);
    assertEquals(third.bytes, expected.bytes);
    assertEquals([third.remote, third.notices.length], [[], 1]);
    assertStringIncludes(third.notices[0], "does not have its digest");
  });
});

type Handler = (request: Request) => Response | Promise<Response>;

async function withServer(handler: Handler, use: (url: string) => Promise<void>): Promise<void> {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);
  try {
    await use(`http://127.0.0.1:${server.addr.port}`);
  } finally {
    await server.shutdown();
  }
}

/** An entry that names an object of three bytes by a digest that they do not have. */
const FOREIGN = new Uint8Array([
  ...[0x12, 0x46, 0x12, 0x44, 0x0a, 0x40],
  ...new TextEncoder().encode("ab".repeat(32)),
  ...[0x10, 0x03],
]);

const HOSTILE: readonly [name: string, handler: Handler, said: string][] = [
  ["refuses", () => new Response("no", { status: 403 }), "answers 403"],
  ["fails", () => new Response("", { status: 500 }), "answers 500"],
  ["sends nonsense", () => new Response("nonsense"), "names no object"],
  ["sends nothing", () => new Response(""), "names no object"],
  [
    "sends an entry without end",
    () =>
      new Response(
        new ReadableStream({
          pull: (controller) => controller.enqueue(new Uint8Array(65536).fill(18)),
        }),
      ),
    "sent too much",
  ],
  [
    "sends an object with a wrong digest",
    ({ url }) => new Response(url.includes("/ac/") ? FOREIGN : "abc"),
    "does not have its digest",
  ],
  [
    "takes no object",
    ({ method }) => new Response("", { status: method === "GET" ? 404 : 405 }),
    "answers 405 to a new object",
  ],
];

for (const [name, handler, said] of HOSTILE) {
  Deno.test(`a server that ${name}: the build goes on without it and says so once`, async () => {
    await withServer(async (request) => {
      await request.body?.cancel();
      return await handler(request);
    }, async (url) => {
      const { bytes, notices, remote } = await buildWith(url);
      assertEquals(bytes, expected.bytes);
      assertEquals(remote, []);
      assertEquals(notices.length, 1, notices.join("\n"));
      assertStringIncludes(notices[0], said);
    });
  });
}

Deno.test("a server that does not answer in time", async () => {
  const waiting: (() => void)[] = [];
  await withServer(
    () => new Promise((resolve) => waiting.push(() => resolve(new Response("late")))),
    async (url) => {
      const start = performance.now();
      const { bytes, notices } = await buildWith(url);
      assertEquals(bytes, expected.bytes);
      assertEquals(notices.length, 1);
      assertStringIncludes(notices[0], "timed out");
      assert(performance.now() - start < 60_000);
      for (const answer of waiting) answer();
    },
  );
});

Deno.test("a server that is not there, or vanishes in the middle", async () => {
  const gone = await buildWith(`http://127.0.0.1:${freePort()}`);
  assertEquals([gone.bytes, gone.notices.length], [expected.bytes, 1]);
  let requests = 0;
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accept = async () => {
    for await (const connection of listener) {
      requests++;
      await connection.read(new Uint8Array(1024));
      await connection.write(
        new TextEncoder().encode("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n\x12"),
      );
      connection.close();
    }
  };
  const accepting = accept();
  const { port } = listener.addr as Deno.NetAddr;
  const cut = await buildWith(`http://127.0.0.1:${port}`);
  listener.close();
  await accepting;
  assert(requests > 0);
  assertEquals([cut.bytes, cut.remote, cut.notices.length], [expected.bytes, [], 1]);
});

Deno.test("what is no URL is reported, and nothing is requested", async () => {
  const { bytes, notices } = await buildWith("localhost:80");
  assertEquals(bytes, expected.bytes);
  assertStringIncludes(notices.join(), "is no URL");
  assertEquals(notices.length, 1);
});
