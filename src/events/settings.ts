/** What the hub writes, and where: from `ORI_DEBUG_*`, from `--debug-*`, or from code (seeds DBG-8). */
import { CATEGORIES, type Category, type Level, LEVELS } from "./event.ts";

/** How many events are written in a second at most. */
export interface Rate {
  readonly events: number;
  readonly milliseconds: number;
}

export interface DebugSettings {
  readonly kinds: readonly Category[];
  readonly level: Level;
  /** The path of the file of JSON lines. */
  readonly sink: string;
  readonly rate?: Rate;
  /** The part of the events that is written, above 0 and up to 1. */
  readonly sample?: number;
}

/** A setting that cannot be obeyed; the message names it and says what is allowed. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/** The texts of the settings, each as its flag or variable has it. */
export interface SettingTexts {
  /** `ORI_DEBUG_ENABLE`; a flag switches the hub on without it. */
  readonly enable?: string | undefined;
  readonly kinds?: Setting | undefined;
  readonly sink?: Setting | undefined;
  readonly level?: Setting | undefined;
  readonly rate?: Setting | undefined;
  readonly sample?: Setting | undefined;
  /** A flag that wants events of its own. */
  readonly probes?: Setting | undefined;
}

/** A text and the name under which it was given: `ORI_DEBUG_RATE`, `--debug-rate`. */
export interface Setting {
  readonly name: string;
  readonly text: string;
}

const DEFAULT_KINDS: readonly Category[] = ["resolve", "ssa", "op", "aot"];
const DEFAULT_LEVEL: Level = "debug";

/** The settings that `texts` ask for; undefined when nothing does. Throws `SettingsError`. */
export function readSettings(texts: SettingTexts): DebugSettings | undefined {
  if (!isOn(texts)) return undefined;
  const { sink } = texts;
  if (sink === undefined || sink.text === "") {
    throw new SettingsError(
      "the debug hub has no sink: name a file with ORI_DEBUG_SINK or --debug-sink",
    );
  }
  const kinds = texts.kinds === undefined ? DEFAULT_KINDS : readKinds(texts.kinds);
  const level = texts.level === undefined ? DEFAULT_LEVEL : readLevel(texts.level);
  const rate = texts.rate && readRate(texts.rate);
  const sample = texts.sample && readSample(texts.sample);
  return {
    kinds,
    level,
    sink: sink.text,
    ...(rate === undefined ? {} : { rate }),
    ...(sample === undefined ? {} : { sample }),
  };
}

/** `ORI_DEBUG_ENABLE` decides about variables; a flag is enough by itself. */
function isOn({ enable, ...rest }: SettingTexts): boolean {
  if (Object.values(rest).some((setting) => setting?.name.startsWith("--"))) return true;
  if (enable === undefined || enable === "" || enable === "0") return false;
  if (enable === "1") return true;
  throw new SettingsError(`ORI_DEBUG_ENABLE is 0 or 1, not \`${enable}\``);
}

function readKinds({ name, text }: Setting): readonly Category[] {
  const kinds = text.split(",").map((part) => part.trim());
  const unknown = kinds.find((kind) => !CATEGORIES.some((known) => known === kind));
  if (unknown !== undefined) {
    throw new SettingsError(`${name}: no kind \`${unknown}\`; there are ${CATEGORIES.join(", ")}`);
  }
  return CATEGORIES.filter((category) => kinds.includes(category));
}

function readLevel({ name, text }: Setting): Level {
  const level = LEVELS.find((known) => known === text);
  if (level !== undefined) return level;
  throw new SettingsError(`${name}: no level \`${text}\`; there are ${LEVELS.join(", ")}`);
}

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000 };

function readRate({ name, text }: Setting): Rate {
  const [, events = "", unit = ""] = /^([1-9]\d{0,8})\/([sm])$/.exec(text) ?? [];
  const milliseconds = UNITS[unit];
  if (milliseconds !== undefined) return { events: Number(events), milliseconds };
  throw new SettingsError(`${name}: \`${text}\` is no rate such as 1000/s or 60/m`);
}

function readSample({ name, text }: Setting): number {
  const sample = /^(?:0?\.\d+|0|1(?:\.0+)?)$/.test(text) ? Number(text) : 0;
  if (sample > 0) return sample;
  throw new SettingsError(`${name}: \`${text}\` is no part above 0 and up to 1, such as 0.1`);
}
