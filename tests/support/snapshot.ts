/**
 * A snapshot of `tests/snapshots` is one Markdown file: the source of a program, then what stages
 * make of it.
 *
 *     # SOURCE            one file `main.ori` in a `~~~ori` fence, or several, each below `## path`
 *     # PATHS             optional, one a line: what is checked, if that is not the first file
 *     # DIAGNOSTICS       a section per stage; only the stages that have one run
 *     # ARC grow main     the functions that are shown of a stage which `--emit` prints; all of it without names
 *     # ARC@insertRc      the same after a pass
 *
 * Text between the sections is free. To add a case, write the source and empty sections, and let
 * `tasks/update_snapshots.ts` fill them.
 */
import type { Hub } from "../../src/events/mod.ts";
import { MemoryHost } from "../../src/base/mod.ts";
import { renderJson, renderText } from "../../src/diagnostics/mod.ts";
import { type Checked, checkFiles } from "../../src/driver/check.ts";
import { emitStage, isEmitKind } from "../../src/driver/emit_stage.ts";
import { createHost } from "../../src/driver/host.ts";
import { plainSettings } from "../../src/modules/mod.ts";

/** The folder of all snapshots, relative to the checkout. */
export const SNAPSHOTS = "tests/snapshots";

/** Files by path, in the order of the snapshot. */
export type Sources = Readonly<Record<string, string>>;

export interface Snapshot {
  readonly sources: Sources;
  /** What is checked. */
  readonly paths: readonly string[];
  /** What the file says now, by the name of the stage. */
  readonly sections: ReadonlyMap<string, string>;
}

type Stage = (checked: Checked) => string;

/** What is reported; the keys are the headings of sections. */
const REPORTS: Readonly<Record<string, Stage>> = {
  DIAGNOSTICS: ({ diagnostics, sources }) => renderText(diagnostics.all, sources, { color: false }),
  JSON: ({ diagnostics, sources }) => renderJson(diagnostics.all, sources),
};

/** What a section shows, by its heading; undefined if there is no such stage. */
export function stageOf(heading: string): Stage | undefined {
  const report = REPORTS[heading];
  if (report !== undefined) return report;
  const [stage = "", ...functions] = heading.split(" ");
  const kind = stage.replace(/^[A-Z]+/, (name) => name.toLowerCase());
  // The table of passes holds times.
  if (!/^[A-Z]/.test(stage) || !isEmitKind(kind) || kind === "passes") return undefined;
  return (checked) => {
    const text = emitStage(checked, kind, { verify: true, release: true });
    if (text === undefined) {
      throw new Error(renderText(checked.diagnostics.all, checked.sources, { color: false }));
    }
    const shown = text.replaceAll(/\b(std\/[\w/]+\.ori):\d+:\d+/g, "$1"); // lines of std move
    return functions.length === 0
      ? shown
      : functions.map((name) => oneFunction(shown, name)).join("\n");
  };
}

/** The lines of function `name` in the text of a stage. */
function oneFunction(text: string, name: string): string {
  const lines = text.split("\n");
  const heads = [`fn ${name}(`, `fn \`${name}\`(`];
  const isHead = (line: string): boolean =>
    heads.some((head) => line.startsWith(head)) ||
    line.startsWith("define ") && line.includes(`@_ori_${name}(`);
  const start = lines.findIndex(isHead);
  if (start < 0) throw new Error(`no function ${name} in the text of the stage`);
  const length = lines.slice(start).indexOf("");
  return lines.slice(start, length < 0 ? undefined : start + length).join("\n") + "\n";
}

/** The same on every machine. */
const SETTINGS = plainSettings({ os: "linux", arch: "x86_64" }, false);

/** Checks files in memory; std is the real one. */
export function checkSources(sources: Sources, paths: readonly string[], hub?: Hub): Checked {
  return checkFiles(paths, new MemoryHost(sources, readStd), hub, SETTINGS);
}

const machine = createHost();
const stdTexts = new Map<string, string>();

export function readStd(url: URL): string | undefined {
  const known = stdTexts.get(url.href);
  if (known !== undefined) return known;
  const read = machine.readStdText(url);
  if (read.kind !== "text") return undefined;
  stdTexts.set(url.href, read.text);
  return read.text;
}

/** Reads a snapshot. An unknown section, a second one of a name and a missing source are errors. */
export function parseSnapshot(path: string, markdown: string): Snapshot {
  const sources: Record<string, string> = {};
  const sections = new Map<string, string>();
  let paths: string[] = [];
  for (const { heading, files } of splitSections(markdown)) {
    const text = files.get("") ?? "";
    if (heading === "SOURCE") {
      for (const [name, source] of files) sources[name === "" ? "main.ori" : name] = source;
    } else if (heading === "PATHS") paths = text.split("\n").filter((line) => line !== "");
    else if (stageOf(heading) === undefined) throw new Error(`${path}: no stage ${heading}`);
    else if (sections.has(heading)) throw new Error(`${path}: section ${heading} stands twice`);
    else sections.set(heading, text);
  }
  if (paths.length === 0) paths = Object.keys(sources).slice(0, 1);
  if (paths.length === 0) throw new Error(`${path}: no source`);
  if (sections.size === 0) throw new Error(`${path}: no section of a stage`);
  return { sources, paths, sections };
}

interface Section {
  readonly heading: string;
  /** The fenced texts, by the `## path` above them. */
  readonly files: ReadonlyMap<string, string>;
}

function splitSections(markdown: string): Section[] {
  const sections: { heading: string; files: Map<string, string> }[] = [];
  let path = "";
  let fenced: string[] | undefined;
  for (const line of markdown.split("\n")) {
    const section = sections[sections.length - 1];
    if (fenced !== undefined) {
      if (line !== "~~~") fenced.push(line + "\n");
      else {
        section?.files.set(path, fenced.join(""));
        fenced = undefined;
      }
    } else if (line.startsWith("# ")) {
      sections.push({ heading: line.slice(2), files: new Map() });
      path = "";
    } else if (line.startsWith("## ")) path = line.slice(3);
    else if (line.startsWith("~~~")) fenced = [];
  }
  if (fenced !== undefined) throw new Error("a fence is not closed");
  return sections;
}

/** What the stages of `snapshot` print now. */
export function runStages(snapshot: Snapshot): Map<string, string> {
  const checked = checkSources(snapshot.sources, snapshot.paths);
  const printed = new Map<string, string>();
  for (const name of snapshot.sections.keys()) {
    const print = stageOf(name);
    if (print !== undefined) printed.set(name, ensureLineEnd(print(checked)));
  }
  return printed;
}

function ensureLineEnd(text: string): string {
  return text === "" || text.endsWith("\n") ? text : text + "\n";
}

/** `markdown` with the sections of its stages replaced by `printed`; all else stays as it is. */
export function updateSnapshot(markdown: string, printed: ReadonlyMap<string, string>): string {
  const lines = markdown.split("\n");
  const first = lines.findIndex((line) => line.startsWith("# ") && printed.has(line.slice(2)));
  const start = lines.slice(0, first).reduce((length, line) => length + line.length + 1, 0);
  const sections = [...printed].map(([name, text]) => `# ${name}\n~~~\n${text}~~~\n`);
  return markdown.slice(0, start) + sections.join("");
}

/** Paths of all snapshots, sorted. */
export function listSnapshots(folder = SNAPSHOTS): string[] {
  const found: string[] = [];
  for (const entry of Deno.readDirSync(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) found.push(...listSnapshots(path));
    else if (entry.name.endsWith(".md") && entry.name !== "README.md") found.push(path);
  }
  return found.sort();
}
