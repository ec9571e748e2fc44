/** Rewrites the stage sections of `tests/snapshots` with what the compiler prints now. */
import {
  listSnapshots,
  parseSnapshot,
  runStages,
  updateSnapshot,
} from "../tests/support/snapshot.ts";

let changed = 0;
const paths = Deno.args.length > 0 ? Deno.args : listSnapshots();
for (const path of paths) {
  const markdown = Deno.readTextFileSync(path);
  const updated = updateSnapshot(markdown, runStages(parseSnapshot(path, markdown)));
  if (updated === markdown) continue;
  Deno.writeTextFileSync(path, updated);
  console.log(`updated ${path}`);
  changed++;
}
console.log(`${paths.length} snapshots, ${changed} changed; read the diff before you commit it`);
