/**
 * Makes a program that shows a fault as small as it gets while it still shows it, by the edits of `edits.ts` tried
 * from the largest to the smallest, again and again until none helps (after delta debugging: Zeller and Hildebrandt 2002).
 */
import { normalizeLineEnds } from "../base/mod.ts";
import { applyEdit, type Edit, editsOf, saving } from "./edits.ts";

export interface MinimiseOptions {
  /** Whether a text still shows the fault; texts that do not compile do not. */
  readonly showsFault: (text: string) => Promise<boolean>;
  /** How many texts are tried at most. */
  readonly maxTries: number;
}

/** The smallest text found; `text` itself when nothing can go. */
export async function minimise(text: string, options: MinimiseOptions): Promise<string> {
  // Edits have the offsets of the text as it is parsed.
  const search = new Search(normalizeLineEnds(text), options);
  while (await search.pass());
  return search.best;
}

class Search {
  #tries = 0;
  constructor(public best: string, readonly options: MinimiseOptions) {}

  /** Tries every edit once; false when none helped. */
  async pass(): Promise<boolean> {
    const before = this.best;
    let edits = editsOf(this.best);
    for (let i = 0; i < edits.length && this.#tries < this.options.maxTries;) {
      const edit = edits[i];
      if (edit === undefined || !await this.#try(edit)) {
        i++;
        continue;
      }
      const saved = saving(edit);
      edits = editsOf(this.best);
      // Larger edits were tried already in this pass; those that this one made possible are tried in the next.
      i = edits.findIndex((e) => saving(e) <= saved);
      if (i < 0) break;
    }
    return this.best !== before && this.#tries < this.options.maxTries;
  }

  async #try(edit: Edit): Promise<boolean> {
    this.#tries++;
    const smaller = applyEdit(this.best, edit);
    if (!await this.options.showsFault(smaller)) return false;
    this.best = smaller;
    return true;
  }
}
