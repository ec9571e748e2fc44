/**
 * A wrong choice and a broken block parameter are found from the log alone, by the searches that docs/observability.md shows:
 * in which function, in which region, against which rule (acceptance of seeds sections 6 and 7).
 */
import { assert, assertEquals } from "@std/assert";
import { type ArcProgram, lowerProgram } from "../src/arc/mod.ts";
import { compileMain, monoMain } from "../src/driver/mod.ts";
import type { DebugEvent, ResolveChoose, SsaVerify } from "../src/events/mod.ts";
import { Inspector } from "../src/inspect/mod.ts";
import { listeningHub } from "./support/debug_events.ts";
import { hasJq, searchFaults } from "./support/documented_search.ts";
import { checkSources } from "./support/snapshot.ts";

/** A program of 300 lines: many shapes with an area each, in many functions with branches. */
function largeProgram(): string {
  const shapes = Array.from({ length: 33 }, (_, i) =>
    `type Shape${i} = { side: int }
impl Shape${i}: Area {
    @area (self) -> int = self.side * ${i + 2};
}
`);
  const functions = Array.from({ length: 32 }, (_, i) =>
    `@choose${i} (flag: bool) -> int =
    if flag
    then Shape${i} { side: 1 }.area()
    else Shape${i + 1} { side: 2 }.area();
`);
  const calls = functions.map((_, i) => `    sum += choose${i}(flag: args.is_empty());`);
  return `trait Area { @area (self) -> int; }
${shapes.join("")}${functions.join("")}@main (args: [str]) -> void = {
    let sum = 0;
${calls.join("\n")}
    print(msg: str(sum))
}
`;
}

/** `jq -r 'select(.cat=="resolve" and .kind=="choose" and .meta.reason=="impl") | ...'`: an impl of another type than the receiver's. */
function wrongImpls(log: readonly DebugEvent[]): string[] {
  return log.flatMap((event) => {
    if (event.cat !== "resolve" || event.kind !== "choose") return [];
    const { reason, recv_cls = "", chosen } = event.meta as ResolveChoose;
    if (reason !== "impl" || chosen.startsWith(`${recv_cls}.`) || !isPlain(recv_cls)) return [];
    return [`${event.fn} ${event.region_id} ${event.at}: ${recv_cls} calls ${chosen}`];
  });
}

/** Whether a type has no arguments, which a signature leaves out. */
function isPlain(type: string): boolean {
  return /^\w+$/.test(type);
}

/** `jq -r 'select(.cat=="ssa" and .meta.ok==false) | ...'`. */
function brokenRules(log: readonly DebugEvent[]): string[] {
  return log.flatMap((event) => {
    if (event.cat !== "ssa" || event.kind !== "verify" || (event.meta as SsaVerify).ok) return [];
    const { rule, detail } = event.meta as SsaVerify;
    return [`${event.fn} ${event.region_id} ${rule}: ${detail}`];
  });
}

/** The documented search, word for word, finds the same as its copies in this file. */
async function assertSearchFinds(
  log: readonly DebugEvent[],
  lines: readonly string[],
): Promise<void> {
  if (!hasJq()) {
    return console.info("left out, as jq is not installed (sh setup.sh deps): the search itself");
  }
  assertEquals(await searchFaults(log), lines.map((line) => `${line}\n`).join(""));
}

Deno.test("DBG-9, DBG-16: a resolver that takes the wrong impl in one join is found from the log", async () => {
  const source = largeProgram();
  assert(source.split("\n").length >= 290, String(source.split("\n").length));
  const log: DebugEvent[] = [];
  const hub = listeningHub(log, ["resolve"]);
  const checked = checkSources({ "main.ori": source }, ["main.ori"], hub);
  const { program } = checked;
  // The double: what the checker found about `Shape17: Area` is replaced by what it found about `Shape3`.
  const trait = program.traits.find(({ name }) => name === "Area");
  const answers = trait && program.solved.get(trait);
  assert(answers !== undefined);
  const answerOf = (name: string) =>
    [...answers].find(([type]) => type.kind === "con" && type.def.name === name);
  const [planted, right] = [answerOf("Shape17"), answerOf("Shape3")];
  assert(planted !== undefined && right !== undefined);
  answers.set(planted[0], right[1]);
  assert(compileMain(checked, { verify: false }) !== undefined);
  hub.finish();
  const expected = [
    "choose16 join#1/else main.ori:201:10: Shape17 calls Shape3.area/0",
    "choose17 join#1/then main.ori:204:10: Shape17 calls Shape3.area/0",
  ];
  assertEquals(wrongImpls(log), expected);
  await assertSearchFinds(log, expected);
});

Deno.test("DBG-3, DBG-10: an edit that breaks one block parameter is found from the log", async () => {
  const source = largeProgram().replace("let sum = 0;", "let sum = 0; for a in args do sum += 1;");
  const log: DebugEvent[] = [];
  const hub = listeningHub(log, ["ssa"]);
  const checked = checkSources({ "main.ori": source }, ["main.ori"], hub);
  const mono = monoMain(checked);
  assert(mono !== undefined);
  const inspector = Inspector.of(checked.events);
  const program = lowerProgram(mono);
  const sound = brokenRules(log);
  breakOneValue(program);
  inspector?.finish(program, ({ name }) => name);
  assertEquals(sound, []);
  const found = brokenRules(log);
  assertEquals(found.length, 1, found.join("\n"));
  assert(
    /^main loop#\d+\/header header-phi-incomings: bb\d+ passes \d values for \d$/.test(found[0]),
  );
  await assertSearchFinds(log, found);
});

/** Drops the last value that the latch of a loop of `main` passes. */
function breakOneValue(program: ArcProgram): void {
  const latch = program.fns.find(({ name }) => name === "main")?.blocks
    .find(({ role }) => role === "latch");
  assert(latch?.terminator.kind === "Jump");
  latch.terminator.target.args.pop();
}
