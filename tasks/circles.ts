/** Circles of value imports: files that need each other to run. Imports of types alone do not count, they leave no trace at run time. */

/** Maps each file to the files whose values it imports. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** The circles of two and more files, each sorted by path, the largest first. */
export function findCircles(graph: ImportGraph): string[][] {
  const circles = new Components(graph).all.filter((files) => files.length > 1);
  for (const files of circles) files.sort();
  return circles.sort((a, b) => b.length - a.length || (a[0] < b[0] ? -1 : 1));
}

/** Strongly connected components (Tarjan 1972). */
class Components {
  readonly all: string[][] = [];
  readonly #index = new Map<string, number>();
  readonly #stack: string[] = [];
  readonly #onStack = new Set<string>();

  constructor(readonly graph: ImportGraph) {
    for (const file of graph.keys()) if (!this.#index.has(file)) this.#visit(file);
  }

  /** Returns the smallest index that `file` reaches on the stack. */
  #visit(file: string): number {
    const index = this.#index.size;
    this.#index.set(file, index);
    this.#stack.push(file);
    this.#onStack.add(file);
    let low = index;
    for (const next of this.graph.get(file) ?? []) {
      if (!this.#index.has(next)) low = Math.min(low, this.#visit(next));
      else if (this.#onStack.has(next)) low = Math.min(low, this.#index.get(next)!);
    }
    if (low === index) this.all.push(this.#take(file));
    return low;
  }

  /** Takes the component whose first file is `root` off the stack. */
  #take(root: string): string[] {
    const files = this.#stack.splice(this.#stack.indexOf(root));
    for (const file of files) this.#onStack.delete(file);
    return files;
  }
}
