/** The searches for faults of the compiler that docs/observability.md shows, run by jq on the log of a program. */
import type { DebugEvent } from "../../src/events/mod.ts";

/** Whether jq is installed. */
export function hasJq(): boolean {
  try {
    return new Deno.Command("jq", { args: ["--version"], stdout: "null" }).outputSync().success;
  } catch {
    return false;
  }
}

/** The commands of the page: the third block of them. */
export function faultSearch(): string {
  const docs = Deno.readTextFileSync("docs/observability.md");
  const blocks = [...docs.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, text]) => text);
  return blocks[2];
}

/** What the searches print for a log of `events`. */
export async function searchFaults(events: readonly DebugEvent[]): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "ori-log-" });
  try {
    const lines = events.map((event) => JSON.stringify(event) + "\n");
    await Deno.writeTextFile(`${folder}/log.jsonl`, lines.join(""));
    const shell = new Deno.Command("sh", { args: ["-ec", faultSearch()], cwd: folder });
    const { code, stdout, stderr } = await shell.output();
    const decoder = new TextDecoder();
    if (code !== 0) throw new Error(decoder.decode(stderr));
    return decoder.decode(stdout);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
