/** Every fault that `deno task mutate:compiler` puts in. */
import { FRONT_1 } from "./front_1.ts";
import { FRONT_2 } from "./front_2.ts";
import { ARC_1 } from "./arc_1.ts";
import { ARC_2 } from "./arc_2.ts";
import { ARC_3 } from "./arc_3.ts";
import { ARC_4 } from "./arc_4.ts";
import { ENGINES_1 } from "./engines_1.ts";
import { ENGINES_2 } from "./engines_2.ts";
import { RUNTIME } from "./runtime.ts";
import { TOOLS } from "./tools.ts";
import { UNNOTICED } from "./unnoticed.ts";
import type { Mutant } from "./mutant.ts";

export const MUTANTS: readonly Mutant[] = [
  ...FRONT_1,
  ...FRONT_2,
  ...ARC_1,
  ...ARC_2,
  ...ARC_3,
  ...ARC_4,
  ...ENGINES_1,
  ...ENGINES_2,
  ...RUNTIME,
  ...TOOLS,
  ...UNNOTICED,
];
