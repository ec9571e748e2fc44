/** A fault to put into the compiler or the runtime, and the tests that have to notice it. */

export interface Mutant {
  /** What is wrong then; begins with the area: `arc: a view does not keep its owner`. */
  readonly name: string;
  /** From the root of the repository. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Tests of which one at least fails, the fastest first. */
  readonly killers: readonly Killer[];
  /** Why nothing that can be observed changes; a mutant without it is killed. */
  readonly equivalent?: string;
}

/** Tests to run: a file or folder, those whose name contains `filter`, with variables. */
export interface Killer {
  readonly path: string;
  readonly filter?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The tests of a file, or those whose name contains `filter`. */
export function test(path: string, filter?: string): Killer {
  return { path, ...(filter === undefined ? {} : { filter }) };
}

/** The programs of `tests/programs` whose path contains `text`, in every way of running. */
export function program(text: string): Killer {
  return { path: "tests/programs_test.ts", environment: { ORI_TEST_PROGRAMS: text } };
}

/** The kinds of the capture matrix whose name contains `text`. */
export function captures(text: string): Killer {
  return {
    path: "tests/capture_matrix_test.ts",
    environment: { ORI_TEST_PROGRAMS: `captures/${text}` },
  };
}

/** The texts of IR for a pass. */
export function pass(name: string): Killer {
  return test("tests/passes/passes_test.ts", name);
}

/** The file with the fault in it; an error when the edit does not apply. */
export function applyMutant({ name, file, find, replace }: Mutant, text: string): string {
  const at = text.indexOf(find);
  if (at < 0) throw new Error(`${name}: ${file} does not contain ${JSON.stringify(find)}`);
  if (text.includes(find, at + 1)) {
    throw new Error(`${name}: ${file} contains ${JSON.stringify(find)} more than once`);
  }
  if (find === replace) throw new Error(`${name}: nothing changes`);
  return text.slice(0, at) + replace + text.slice(at + find.length);
}

/** The area of a mutant, by which `--only` chooses. */
export function areaOf({ name }: Mutant): string {
  return name.slice(0, name.indexOf(":"));
}
