/** The style and the script of the page of regions. */

export const STYLE = `
body { font: 14px system-ui, sans-serif; margin: 0; color: #222; background: #fff; }
header { padding: 8px 16px; border-bottom: 1px solid #ccc; }
main { display: grid; grid-template-columns: 3fr 2fr; gap: 16px; padding: 0 16px; }
aside { position: sticky; top: 0; max-height: 100vh; overflow: auto; }
h1 { font-size: 18px; margin: 0; } h2 { font-size: 15px; }
.line { font: 13px/1.5 ui-monospace, monospace; white-space: pre; }
.line b { display: inline-block; width: 4ch; color: #888; font-weight: normal; text-align: right; }
.region { border-left: 3px solid #bbb; margin: 1px 0 1px 4px; border-radius: 3px; }
.loop { border-color: #36c; } .join { border-color: #393; }
.heat1 { background: #fffbe6; } .heat2 { background: #fff0d9; } .heat3 { background: #ffe0d6; }
.region.on { outline: 2px solid #36c; }
#detail { white-space: pre-wrap; font: 12px ui-monospace, monospace; min-height: 8em; }
.unit { border: 1px solid #ddd; margin: 4px 0; padding: 4px; } .unit i { color: #888; }
#canvas { overflow: auto; max-height: 60vh; border: 1px solid #ddd; }
.node { cursor: pointer; } .node rect { stroke: #999; } .node text { font: 11px ui-monospace, monospace; }
.node:hover rect { stroke: #36c; stroke-width: 2; }
.edge { fill: none; stroke: #aaa; } .cluster { fill: #fafafa; stroke: #999; stroke-dasharray: 4 3; }
table { border-collapse: collapse; font-size: 12px; } td, th { border-bottom: 1px solid #eee; padding: 2px 6px; text-align: left; }
`;

/** Without a network and without parts from elsewhere. A search can be given after # in the address. */
export const SCRIPT = `
const detail = document.getElementById("detail");
const search = document.getElementById("search");
const rows = [...document.querySelectorAll("#rows tbody tr")];
const boxes = [...document.querySelectorAll(".region")];
function show(box) {
  for (const other of boxes) other.classList.toggle("on", other === box);
  detail.textContent = box.title;
}
for (const box of boxes) {
  box.addEventListener("mouseover", (event) => { event.stopPropagation(); show(box); });
  box.addEventListener("click", (event) => {
    event.stopPropagation();
    show(box);
    const [first] = box.dataset.ids.split("|");
    search.value = first;
    filter();
    focusGraph(first.slice(0, first.lastIndexOf(" ")));
  });
}
function filter() {
  const words = search.value.toLowerCase().split(/\\s+/).filter((word) => word !== "");
  let found = 0;
  for (const row of rows) {
    const text = row.textContent.toLowerCase() + " " + row.dataset.id.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
    if (!row.hidden) found++;
  }
  document.getElementById("found").textContent = found + " of " + rows.length + " rows";
}
search.addEventListener("input", filter);
function openFunction({ fn, at }) {
  search.value = fn;
  filter();
  focusGraph(fn);
  const [, file, line] = /^(.*):(\\d+):\\d+$/.exec(at) ?? [];
  const article = [...document.querySelectorAll("article")].find((one) => one.dataset.file === file);
  article?.querySelector("#L" + line)?.scrollIntoView({ block: "center" });
}
// One focus per search: the first function that it names.
search.addEventListener("change", () => focusGraph(search.value.trim()));
search.value = decodeURIComponent(location.hash.slice(1));
filter();
if (search.value !== "") focusGraph(search.value.trim());
`;
