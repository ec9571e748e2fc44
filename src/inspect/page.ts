/** `ori regions --html`: a page for a browser, complete in itself. Source lines with regions as nested boxes, the call graph, a table. */
import { type Box, boxesOf } from "./page_boxes.ts";
import { SCRIPT, STYLE } from "./page_assets.ts";
import { callGraphOf } from "./page_graph.ts";
import { GRAPH_SCRIPT } from "./page_graph_script.ts";
import type { FunctionReport, ProgramReport, RegionReport } from "./regions.ts";

/** A source file that the page shows. */
export interface PageFile {
  readonly path: string;
  readonly text: string;
}

/** The page for `report`; `files` are the sources to show, those of std are left out by the caller. */
export function renderPage(report: ProgramReport, files: readonly PageFile[]): string {
  const shown = new Set(files.map(({ path }) => path));
  const own = report.functions.filter(({ file }) => shown.has(file));
  const title = files[0]?.path ?? "program";
  return `<!DOCTYPE html>
${MARK}
<html lang="en">
<head><meta charset="utf-8"><title>${escape(title)}: regions</title><style>${STYLE}</style></head>
<body>
<header><h1>${escape(title)}</h1>
<p>${report.functions.length} functions, ${own.length} of these files.
<label>Search <input id="search" type="search" placeholder="function, region, callee, reason"></label>
<span id="found"></span></p></header>
<main>
<section id="sources">${files.map((file) => renderFile(file, own)).join("")}</section>
<aside><h2>Region</h2><div id="detail">Point at a box.</div>
<h2>Call graph</h2><p><button id="whole">Program</button> <button id="modules">Modules</button></p>
<div id="canvas"></div>
<details><summary>Units</summary><div id="graph">${renderUnits(own)}</div></details>
<h2>Decisions and costs</h2>
<table id="rows"><thead><tr><th>function</th><th>region</th><th>what</th><th>detail</th><th>at</th></tr></thead>
<tbody>${own.map(renderRows).join("")}</tbody></table></aside>
</main>
<script type="application/json" id="calls">${jsonText(callGraphOf(own))}</script>
<script>${GRAPH_SCRIPT}${SCRIPT}</script>
</body>
</html>
`;
}

/** Ori may replace a page that it wrote. */
const MARK = "<!-- Written by `ori regions`. -->";

/** The lines of a file, in the boxes of its regions. */
function renderFile({ path, text }: PageFile, functions: readonly FunctionReport[]): string {
  const lines = text.split("\n");
  const here = functions.filter(({ file }) => file === path);
  const boxes = boxesOf(here, path, lines.length);
  return `<article data-file="${escape(path)}"><h2>${escape(path)}</h2>${
    renderLines(lines, 1, lines.length, boxes)
  }</article>\n`;
}

function renderLines(
  lines: readonly string[],
  first: number,
  last: number,
  boxes: readonly Box[],
): string {
  const parts: string[] = [];
  let at = first;
  const upTo = (end: number) => {
    for (; at <= end; at++) {
      parts.push(`<div class="line" id="L${at}"><b>${at}</b> ${escape(lines[at - 1] ?? "")}</div>`);
    }
  };
  for (const box of boxes) {
    upTo(box.first - 1);
    parts.push(renderBox(lines, box));
    at = box.last + 1;
  }
  upTo(last);
  return parts.join("\n");
}

function renderBox(lines: readonly string[], box: Box): string {
  const { first, last, kind, entries, inside } = box;
  const titles = entries.map(({ fn, region }) => `${fn} ${region.region_id}\n${summary(region)}`);
  const ids = entries.map(({ fn, region }) => `${fn} ${region.region_id}`).join("|");
  const heat = Math.min(3, Math.max(0, ...entries.map(({ region }) => heatOf(region))));
  return `<div class="region ${kind} heat${heat}" data-ids="${escape(ids)}" title="${
    escape(titles.join("\n\n"))
  }">${renderLines(lines, first, last, inside)}</div>`;
}

/** How much a region pays each time: counts and allocations, weighed as steps. */
function heatOf({ region_id, counts, allocations }: RegionReport): number {
  const costs = counts.length + 2 * allocations.length;
  if (costs === 0) return 0;
  return region_id.startsWith("loop") ? (costs > 4 ? 3 : 2) : 1;
}

function summary(region: RegionReport): string {
  const { phis, counts, allocations, rewrite_log, calls_seen } = region;
  return [
    `${calls_seen.length} calls, ${phis.length} block parameters`,
    `${counts.length} counts, ${allocations.length} allocations`,
    ...rewrite_log.map(({ method, chosen, reason }) => `${method}: ${chosen} (${reason})`),
    ...allocations.map(({ op, what, at }) => `allocates ${what} by ${op} at ${at}`),
    ...counts.map(({ op, what, at }) => `${op} ${what} at ${at}`),
  ].join("\n");
}

/** The components of the call graph, callees first, each function with what it calls. */
function renderUnits(functions: readonly FunctionReport[]): string {
  const units = new Map<number, FunctionReport[]>();
  for (const fn of functions) units.set(fn.unit, [...units.get(fn.unit) ?? [], fn]);
  const known = new Set(functions.map(({ fn }) => fn));
  return [...units].sort(([a], [b]) => a - b).map(([unit, members]) =>
    `<div class="unit" data-unit="${unit}"><i>unit ${unit}${
      members.length > 1 ? ", calls itself in a circle" : ""
    }</i>${
      members.map(({ fn, calls }) =>
        `<div class="fn" id="fn-${escape(fn)}"><b>${escape(fn)}</b>${
          calls.filter((callee) => known.has(callee)).map((callee) =>
            ` <a href="#fn-${escape(callee)}">${escape(callee)}</a>`
          ).join("")
        }</div>`
      ).join("")
    }</div>`
  ).join("\n");
}

function renderRows({ fn, root }: FunctionReport): string {
  return renderRegionRows(fn, root);
}

function renderRegionRows(fn: string, region: RegionReport): string {
  const { region_id, rewrite_log, counts, allocations, phis } = region;
  const rows = [
    ...rewrite_log.map(({ method, arity, chosen, reason, at }) =>
      [`${method}/${arity}`, `${chosen} (${reason})`, at] as const
    ),
    ...phis.map(({ name, dst, preds, decided_type }) =>
      [
        `phi ${name ?? `%${dst}`}`,
        `${decided_type} from ${preds.map(({ origin }) => origin).join(", ")}`,
        "",
      ] as const
    ),
    ...counts.map(({ op, what, at }) => [op, what, at] as const),
    ...allocations.map(({ op, what, at }) => [`allocates by ${op}`, what, at] as const),
  ];
  return rows.map(([what, detail, at]) =>
    `<tr data-id="${escape(`${fn} ${region_id}`)}">${
      [fn, region_id, what, detail, at].map((cell) => `<td>${escape(cell)}</td>`).join("")
    }</tr>\n`
  ).join("") + region.regions.map((child) => renderRegionRows(fn, child)).join("");
}

/** JSON that no text of a program can end early. */
function jsonText(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
}
