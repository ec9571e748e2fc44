/**
 * Names that are given out once each. A name that is taken gets a number after `$`, a sign that no name of an Ori
 * program contains: `area`, `area$2`, `area$3`.
 */
export class UniqueNames {
  /** The number that each name received last. */
  readonly #taken = new Map<string, number>();

  /** `reserved` are never given out. */
  constructor(reserved: Iterable<string> = []) {
    for (const name of reserved) this.#taken.set(name, 1);
  }

  /** `name`, or `name` with the first number that makes it unique. */
  claim(name: string): string {
    let unique = name;
    let number = this.#taken.get(name) ?? 0;
    if (number > 0) {
      do unique = `${name}$${++number}`; while (this.#taken.has(unique));
    } else number = 1;
    this.#taken.set(name, number);
    if (unique !== name) this.#taken.set(unique, 1);
    return unique;
  }
}
