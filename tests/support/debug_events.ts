/** The events of the debug hub about a program in memory. */
import { compileMain } from "../../src/driver/mod.ts";
import { type Category, type DebugEvent, Hub, type Level, listener } from "../../src/events/mod.ts";
import { checkSources } from "./snapshot.ts";

/** A hub whose events of `kinds`, up to `level`, are added to `events`. */
export function listeningHub(
  events: DebugEvent[],
  kinds: readonly Category[],
  level: Level = "debug",
): Hub {
  const ranks = Object.fromEntries(kinds.map((kind) => [kind, level]));
  return new Hub([listener(ranks, (event) => events.push(event))]);
}

/** The events emitted while `source` is compiled from `@main`; with errors, while it is checked. */
export function eventsOf(
  source: string,
  kinds: readonly Category[],
  level: Level = "debug",
): readonly DebugEvent[] {
  const events: DebugEvent[] = [];
  const hub = listeningHub(events, kinds, level);
  compileMain(checkSources({ "main.ori": source }, ["main.ori"], hub), { verify: true });
  hub.finish();
  return events;
}

/** The events of one kind, as `cat.kind` names it. */
export function only<K extends string>(events: readonly DebugEvent[], key: K): DebugEvent[] {
  return events.filter(({ cat, kind }) => `${cat}.${kind}` === key);
}
