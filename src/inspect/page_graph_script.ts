/** Draws the call graph of the page: all of it, its modules, or what is around one function. */

/**
 * Runs before `SCRIPT` of `page_assets.ts`, which calls `focusGraph` with a function. Callers stand above callees, a row per layer;
 * functions that call each other are in one frame; the colour is that of the unit.
 */
export const GRAPH_SCRIPT = `
const graph = JSON.parse(document.getElementById("calls").textContent);
const canvas = document.getElementById("canvas");
const LIMIT = 60, ACROSS = 4, WIDTH = 168, HEIGHT = 30, STEP = 62;
const index = new Map(graph.nodes.map((node, at) => [node.fn, at]));
const callees = graph.nodes.map(() => []), callers = graph.nodes.map(() => []);
for (const [from, to] of graph.edges) { callees[from].push(to); callers[to].push(from); }
const signs = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const safe = (text) => String(text).replace(/[&<>"]/g, (sign) => signs[sign]);
const short = (text) => text.length > 24 ? text.slice(0, 23) + "…" : text;
function describe(node) {
  return node.name + "\\n" + node.at + ", unit " + node.unit + "\\n" + node.decisions + " decisions, " +
    node.counts + " counts, " + node.allocations + " allocations";
}
// Rows of items from the highest layer down; the items of a row in the order of those above that lead to them.
function rowsOf(items, edges) {
  const layers = [...new Set(items.map((item) => item.layer))].sort((a, b) => b - a);
  const place = new Map();
  const rows = [];
  for (const layer of layers) {
    const weight = (item) => {
      const above = edges.filter(([, to]) => to === item.key).flatMap(([from]) => place.has(from) ? [place.get(from)] : []);
      return above.length === 0 ? 0 : above.reduce((sum, x) => sum + x, 0) / above.length;
    };
    const own = items.filter((item) => item.layer === layer)
      .map((item) => ({ item, weight: weight(item) }))
      .sort((a, b) => a.item.unit - b.item.unit || a.weight - b.weight).map(({ item }) => item);
    for (let at = 0; at < own.length; at += ACROSS) rows.push(own.slice(at, at + ACROSS));
    own.forEach((item, at) => place.set(item.key, at % ACROSS));
  }
  return rows;
}
function draw(view, items, edges) {
  const spots = new Map();
  const rows = rowsOf(items, edges);
  rows.forEach((row, y) => row.forEach((item, x) => spots.set(item.key, { x: 8 + x * WIDTH, y: 8 + y * STEP, item })));
  const units = new Map();
  for (const spot of spots.values()) {
    const { unit } = spot.item;
    units.set(unit, [...(units.get(unit) ?? []), spot]);
  }
  const frames = [...units].filter(([, all]) => all.length > 1).map(([unit, all]) => {
    const xs = all.map(({ x }) => x), ys = all.map(({ y }) => y);
    const [left, top] = [Math.min(...xs) - 4, Math.min(...ys) - 4];
    return '<rect class="cluster" data-unit="' + unit + '" x="' + left + '" y="' + top + '" width="' +
      (Math.max(...xs) - left + WIDTH - 8) + '" height="' + (Math.max(...ys) - top + HEIGHT + 4) + '" rx="6"></rect>';
  });
  const lines = edges.map(([from, to]) => {
    const a = spots.get(from), b = spots.get(to);
    const [x, y, u, v] = [a.x + WIDTH / 2 - 6, a.y + HEIGHT, b.x + WIDTH / 2 - 6, b.y];
    return '<path class="edge" data-from="' + safe(from) + '" data-to="' + safe(to) + '" d="M' + x + " " + y + " C" + x + " " + (y + 22) +
      " " + u + " " + (v - 22) + " " + u + " " + v + '"></path>';
  });
  const boxes = [...spots.values()].map(({ x, y, item }) =>
    '<g class="node" data-key="' + safe(item.key) + '" data-unit="' + item.unit + '" data-layer="' + item.layer + '" transform="translate(' + x + " " + y + ')">' +
    "<title>" + safe(item.title) + '</title><rect width="' + (WIDTH - 12) + '" height="' + HEIGHT + '" rx="4" fill="hsl(' +
    (item.unit * 47) % 360 + ' 60% 92%)"></rect><text x="6" y="19">' + safe(short(item.label)) + "</text></g>");
  const across = Math.max(1, ...rows.map((row) => row.length));
  canvas.innerHTML = '<svg width="' + (16 + across * WIDTH) + '" height="' + (16 + rows.length * STEP) + '" data-view="' + view + '" role="img" aria-label="call graph">' +
    frames.join("") + lines.join("") + boxes.join("") + "</svg>";
  for (const box of canvas.querySelectorAll(".node")) {
    const { item } = [...spots.values()].find((spot) => spot.item.key === box.dataset.key);
    box.addEventListener("mouseover", () => { document.getElementById("detail").textContent = item.title; });
    box.addEventListener("click", () => item.open());
  }
}
function drawFunctions(view, kept) {
  const own = [...kept].map((at) => graph.nodes[at]);
  const edges = graph.edges.filter(([from, to]) => from !== to && kept.has(from) && kept.has(to))
    .map(([from, to]) => [graph.nodes[from].fn, graph.nodes[to].fn]);
  draw(view, own.map((node) => ({ ...node, key: node.fn, label: node.fn, title: describe(node), open: () => openFunction(node) })), edges);
}
// The function, then its callees and callers, those nearest first.
function around(start) {
  const kept = new Set([start]);
  let edge = [start];
  for (let depth = 0; depth < 2 && edge.length > 0; depth++) {
    const next = [];
    for (const at of edge) {
      for (const other of [...callees[at], ...callers[at]]) {
        if (kept.size >= LIMIT) return kept;
        if (!kept.has(other)) { kept.add(other); next.push(other); }
      }
    }
    edge = next;
  }
  return kept;
}
function focusGraph(fn) {
  const at = index.get(fn);
  if (at !== undefined) drawFunctions("around", around(at));
}
function drawModules() {
  const files = new Map();
  for (const node of graph.nodes) files.set(node.file, [...(files.get(node.file) ?? []), node]);
  const seen = new Map();
  for (const [from, to] of graph.edges) {
    const [a, b] = [graph.nodes[from].file, graph.nodes[to].file];
    if (a !== b) seen.set(a + " " + b, [a, b]);
  }
  const items = [...files].map(([file, nodes], unit) => ({
    key: file, label: file.split("/").pop() + " (" + nodes.length + ")", unit,
    layer: Math.max(...nodes.map((node) => node.layer)),
    title: file + "\\n" + nodes.length + " functions",
    open: () => drawFunctions("module", new Set(nodes.slice(0, LIMIT).map((node) => index.get(node.fn)))),
  }));
  draw("modules", items, [...seen.values()]);
}
function drawWhole() {
  if (graph.nodes.length <= LIMIT) return drawFunctions("whole", new Set(graph.nodes.keys()));
  const main = graph.nodes.findIndex((node) => node.fn === "main");
  if (new Set(graph.nodes.map((node) => node.file)).size > 1) drawModules();
  else focusGraph(graph.nodes[Math.max(main, 0)]?.fn);
}
document.getElementById("whole").addEventListener("click", drawWhole);
document.getElementById("modules").addEventListener("click", drawModules);
if (graph.nodes.length > 0) drawWhole();
`;
