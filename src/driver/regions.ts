/** The regions of a program with what happens in each (seeds DBG-13), for `ori regions`. */
import type { Host } from "../base/mod.ts";
import { Hub, listener } from "../events/mod.ts";
import {
  describeRegions,
  type PlacedChoice,
  type ProgramReport,
  renderPage,
} from "../inspect/mod.ts";
import { type Checked, checkFiles } from "./check.ts";
import { compileMain, type CompileOptions } from "./compile.ts";
import { isInstanceOf } from "./is_instance_of.ts";

export interface RegionOptions extends CompileOptions {
  /** Only the function of this name, and its instances and lambdas. */
  readonly fn?: string | undefined;
  /** Is told what the stages decide, too. */
  readonly hub?: Hub | undefined;
}

export interface Regions {
  readonly checked: Checked;
  /** Absent when errors keep the program from being compiled. */
  readonly report?: ProgramReport;
}

/** Compiles the program that starts at `@main` of `path`, and describes its regions. */
export function explainRegions(path: string, host: Host, options: RegionOptions): Regions {
  const choices: PlacedChoice[] = [];
  const removed: string[] = [];
  const collector = listener({ resolve: "debug" }, (event) => {
    if (event.cat !== "resolve") return;
    if (event.kind === "materialize.func") {
      const { name, present_before, present_after } = event.meta;
      if (present_before && !present_after) removed.push(name);
    }
    if (event.kind !== "choose") return;
    const { fn, region_id, at = "" } = event;
    const { lowered, ...choice } = event.meta;
    if (lowered) choices.push({ fn, region_id, choice: { ...choice, at } });
  });
  const { fn: wanted, hub = new Hub([]), ...compileOptions } = options;
  const checked = checkFiles([path], host, hub.with(collector));
  const compiled = compileMain(checked, compileOptions);
  if (compiled === undefined) return { checked };
  const { arc, names, sources } = compiled;
  const isWanted = (name: string) => wanted === undefined || isInstanceOf(name, wanted);
  const report = describeRegions(arc, {
    sources,
    names,
    choices: choices.filter(({ fn }) => isWanted(fn)),
    removed: removed.filter(isWanted),
    isWanted: ({ name }) => isWanted(name),
  });
  return { checked, report };
}

/** The page of `ori regions --html`: the files of the program that are not std's. */
export function regionsPage({ program, sources }: Checked, report: ProgramReport): string {
  const files = program.modules.filter(({ isStd }) => !isStd)
    .map(({ tree }) => sources.file(tree.span.file));
  return renderPage(report, files.map(({ path, text }) => ({ path, text })));
}
