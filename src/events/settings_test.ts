import { assertEquals, assertThrows } from "@std/assert";
import { readSettings, SettingsError, type SettingTexts } from "./settings.ts";

const env = (name: string, text: string) => ({ name: `ORI_DEBUG_${name}`, text });
const SINK = env("SINK", "log.jsonl");

function refused(texts: SettingTexts): string {
  return assertThrows(() => readSettings(texts), SettingsError).message;
}

Deno.test("DBG-8: the variables count once ORI_DEBUG_ENABLE is 1, a flag by itself", () => {
  assertEquals(readSettings({ sink: SINK, kinds: env("KINDS", "nothing") }), undefined);
  assertEquals(readSettings({ enable: "0", sink: SINK }), undefined);
  assertEquals(readSettings({ enable: "", sink: SINK }), undefined);
  const all = { kinds: ["resolve", "ssa", "op", "aot"], level: "debug", sink: "log.jsonl" };
  assertEquals(readSettings({ enable: "1", sink: SINK }), all as ReturnType<typeof readSettings>);
  const flag = { name: "--debug-sink", text: "other" };
  assertEquals(readSettings({ sink: flag })?.sink, "other");
});

Deno.test("DBG-8, DBG-17: kinds, level, rate and sample are read", () => {
  const settings = readSettings({
    enable: "1",
    sink: SINK,
    kinds: env("KINDS", "ssa, resolve"),
    level: env("LEVEL", "trace"),
    rate: env("RATE", "1000/s"),
    sample: env("SAMPLE", "0.1"),
  });
  assertEquals(settings, {
    kinds: ["resolve", "ssa"],
    level: "trace",
    sink: "log.jsonl",
    rate: { events: 1000, milliseconds: 1000 },
    sample: 0.1,
  });
  const perMinute = readSettings({ enable: "1", sink: SINK, rate: env("RATE", "6/m") });
  assertEquals(perMinute?.rate, { events: 6, milliseconds: 60_000 });
});

Deno.test("DBG-8: what is malformed is refused with its name and what is allowed", () => {
  const on = { enable: "1", sink: SINK };
  assertEquals(refused({ enable: "yes", sink: SINK }), "ORI_DEBUG_ENABLE is 0 or 1, not `yes`");
  assertEquals(
    refused({ ...on, kinds: env("KINDS", "resolve,phi") }),
    "ORI_DEBUG_KINDS: no kind `phi`; there are resolve, ssa, op, aot, rc, log",
  );
  assertEquals(
    refused({ ...on, level: { name: "--debug-level", text: "loud" } }),
    "--debug-level: no level `loud`; there are error, warn, info, debug, trace",
  );
  for (const text of ["", "0/s", "1000", "1000/h", "-1/s", "1e3/s", "1.5/s"]) {
    const message = `ORI_DEBUG_RATE: \`${text}\` is no rate such as 1000/s or 60/m`;
    assertEquals(refused({ ...on, rate: env("RATE", text) }), message);
  }
  for (const text of ["", "0", "0.0", "1.1", "2", "-0.5", "half", "."]) {
    const message = `ORI_DEBUG_SAMPLE: \`${text}\` is no part above 0 and up to 1, such as 0.1`;
    assertEquals(refused({ ...on, sample: env("SAMPLE", text) }), message);
  }
  for (const text of ["1", ".5", "0.25", "1.0"]) {
    const { sample } = readSettings({ ...on, sample: env("SAMPLE", text) }) ?? {};
    assertEquals(sample, Number(text));
  }
});

Deno.test("DBG-8: enabled without a sink is refused", () => {
  const message = "the debug hub has no sink: name a file with ORI_DEBUG_SINK or --debug-sink";
  assertEquals(refused({ enable: "1" }), message);
  assertEquals(refused({ kinds: { name: "--debug-kinds", text: "ssa" } }), message);
});
