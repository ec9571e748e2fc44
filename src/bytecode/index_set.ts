/** A set of numbers below a limit that finds the next member in a few steps. */
export class IndexSet {
  /** Bits of the members; each level above has a bit per word of the level below, set where that is not zero. */
  readonly #levels: Int32Array[] = [];

  /** An empty set of numbers below `limit`. */
  constructor(limit: number) {
    let words = limit;
    do {
      words = (words + 31) >>> 5;
      this.#levels.push(new Int32Array(words));
    } while (words > 1);
  }

  add(member: number): void {
    let at = member;
    for (const words of this.#levels) {
      words[at >>> 5] |= 1 << (at & 31);
      at >>>= 5;
    }
  }

  delete(member: number): void {
    let at = member;
    for (const words of this.#levels) {
      words[at >>> 5] &= ~(1 << (at & 31));
      at >>>= 5;
      if (words[at] !== 0) return;
    }
  }

  /** The smallest member that is not below `from`. */
  next(from: number): number | undefined {
    let at = from;
    for (const [level, words] of this.#levels.entries()) {
      const word = at >>> 5;
      const bits = word < words.length ? words[word] & (-1 << (at & 31)) : 0;
      if (bits !== 0) return this.#firstBelow(level, word * 32 + lowestBit(bits));
      at = word + 1;
    }
    return undefined;
  }

  /** The smallest member below bit `index` of a level. */
  #firstBelow(level: number, index: number): number {
    let at = index;
    for (let below = level - 1; below >= 0; below--) {
      at = at * 32 + lowestBit(this.#levels[below][at]);
    }
    return at;
  }
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
