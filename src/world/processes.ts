/** Other programs that a program runs. */
import type { WorldAnswer, WorldRequest } from "../base/mod.ts";
import { joinBytes } from "../base/mod.ts";
import { failure, failureOf, success } from "./failures.ts";

const EXECUTABLE = 0o111;

/** Runs the program `text`; the first `number` bytes are fields that end with a NUL, the others are its input. */
export function runProcess({ text, number, bytes }: WorldRequest): WorldAnswer {
  if (text.includes("\0")) return failure("badName");
  const [folder = "", count, ...fields] = new TextDecoder("utf-8", { ignoreBOM: true })
    .decode(bytes.subarray(0, Number(number))).split("\0").slice(0, -1);
  const args = fields.slice(0, Number(count));
  const environment = fields.slice(Number(count)).map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  const found = findProgram(text);
  if (typeof found !== "string") return found;
  const options = {
    ...(folder === "" ? {} : { cwd: folder }),
    env: Object.fromEntries(environment),
  };
  const input = bytes.subarray(Number(number));
  return input.length === 0
    ? outputOf(found, args, options)
    : withFile(input, (path) =>
      outputOf("/bin/sh", ["-c", FROM_FILE, path, found, ...args], options));
}

/** Deno cannot write to a program and read from it without giving up its turn: a file holds what it reads. */
const FROM_FILE = 'exec "$@" <"$0"';

function withFile(bytes: Uint8Array, work: (path: string) => WorldAnswer): WorldAnswer {
  const path = Deno.makeTempFileSync({ prefix: "ori-input-" });
  try {
    Deno.writeFileSync(path, bytes);
    return work(path);
  } finally {
    Deno.removeSync(path);
  }
}

function outputOf(
  program: string,
  args: readonly string[],
  options: Pick<Deno.CommandOptions, "cwd" | "env">,
): WorldAnswer {
  const command = new Deno.Command(program, { args: [...args], stdin: "null", ...options });
  const { code, stdout, stderr } = command.outputSync();
  const length = new TextEncoder().encode(`${stdout.length}\0`);
  return success(code, joinBytes([length, stdout, stderr]));
}

/** What a program is started as: its name, or a path that does not depend on the folder. Or the failure of starting it. */
function findProgram(name: string): string | WorldAnswer {
  if (name.includes("/")) {
    const path = name.startsWith("/") ? name : `${Deno.cwd()}/${name}`;
    try {
      return isProgram(path) ? path : failure("permissionDenied");
    } catch (error) {
      return failureOf(error);
    }
  }
  const folders = name === "" ? [] : (Deno.env.get("PATH") ?? "").split(":");
  const path = folders.map((folder) => `${folder}/${name}`).find(canRun);
  return path === undefined ? failure("notFound") : name;
}

function canRun(path: string): boolean {
  try {
    return isProgram(path);
  } catch {
    return false;
  }
}

function isProgram(path: string): boolean {
  const { isFile, mode } = Deno.statSync(path);
  return isFile && ((mode ?? 0) & EXECUTABLE) !== 0;
}
