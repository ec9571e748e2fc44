/** Pages of docs that a task writes. */

/** Writes `text` to `path` or, when `isCheck`, returns whether it is there already. */
export function updatePage(path: string, text: string, isCheck: boolean): boolean {
  if (isCheck) return Deno.readTextFileSync(path) === text;
  Deno.writeTextFileSync(path, text);
  return true;
}

/** Writes the page or, with `--check`, compares it and fails when it is not up to date. */
export function runPageTask(
  path: string,
  task: string,
  update: (isCheck: boolean) => boolean,
): void {
  if (update(Deno.args.includes("--check"))) return;
  console.error(`${path} is not up to date: deno run -A tasks/${task}.ts`);
  Deno.exit(1);
}
