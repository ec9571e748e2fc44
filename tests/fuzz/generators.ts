/** Every generator of random input, for `deno task fuzz` and for the slices that each run of the tests takes. */
import { fuzzBlobs } from "./blobs.ts";
import { fuzzCanaries } from "./canaries.ts";
import { fuzzExits } from "./exits.ts";
import { fuzzHosts } from "./hosts.ts";
import { fuzzNames } from "./names.ts";
import { type Found, fuzzInterpreted, fuzzPrograms } from "./programs.ts";
import { fuzzResealed } from "./resealed.ts";
import { fuzzSources } from "./sources.ts";
import { fuzzWidths } from "./widths.ts";

/** How a generator runs. */
export interface GeneratorOptions {
  /** The first seed; the others follow it. */
  readonly seed: number;
  /** Whether to go on, asked before each input or batch of inputs, with how many there were. */
  readonly goesOn: (count: number) => boolean;
  /** Whether inputs with a fault are made smaller, which takes long. */
  readonly shrinks: boolean;
}

export interface Generator {
  /** What it does, in one line. */
  readonly what: string;
  /** How many inputs each run of the tests tries. */
  readonly slice: number;
  /** The ending of a file with an input. */
  readonly ending: "ori" | "hex" | "txt";
  /** Gives each input with a fault, and at the end how many there were. */
  readonly run: (options: GeneratorOptions) => AsyncGenerator<Found, number>;
}

/** By the name that `--mode` takes. */
export const GENERATORS: Readonly<Record<string, Generator>> = {
  programs: {
    what: "generated programs do the same on every engine and leak nothing",
    slice: 40,
    ending: "ori",
    run: fuzzPrograms,
  },
  interpreted: {
    what: "generated programs do the same on the engines without clang and by the reference",
    slice: 40,
    ending: "ori",
    run: fuzzInterpreted,
  },
  exits: {
    what: "expressions that are left in the middle drop in the order of the model, on every engine",
    slice: 20,
    ending: "ori",
    run: fuzzExits,
  },
  sources: {
    what: "mutated sources give nothing but diagnostics",
    slice: 1_000,
    ending: "ori",
    run: fuzzSources,
  },
  blobs: {
    what: "mutated blobs are decoded or refused, and by both decoders, in TypeScript and in C",
    slice: 2_000,
    ending: "hex",
    run: fuzzBlobs,
  },
  canaries: {
    what:
      "generated programs do the same natively without any check, and with canaries around blocks",
    slice: 40,
    ending: "ori",
    run: fuzzCanaries,
  },
  resealed: {
    what: "changed programs with a digest that fits are refused, or end within limits",
    slice: 300,
    ending: "hex",
    run: fuzzResealed,
  },
  names: {
    what: "programs with names that the compiler, C or the host make mean the same",
    slice: 3,
    ending: "ori",
    run: fuzzNames,
  },
  widths: {
    what: "programs with constructs of any width print what the width says",
    slice: 3,
    ending: "ori",
    run: fuzzWidths,
  },
  hosts: {
    what: "on odd hosts every engine ends alike, and sources stay as they are",
    slice: 2,
    ending: "txt",
    run: fuzzHosts,
  },
};
