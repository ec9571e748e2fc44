/** Every intrinsic by name; the table of intrinsics documents them. */
import { type IntrinsicName } from "../operations/mod.ts";
import type { IntrinsicFunction } from "./intrinsic.ts";
import { HASH_INTRINSICS } from "./intrinsics_hash.ts";
import { IO_INTRINSICS } from "./intrinsics_io.ts";
import { LIST_INTRINSICS } from "./intrinsics_list.ts";
import { STR_INTRINSICS } from "./intrinsics_str.ts";
import { WORLD_INTRINSICS } from "./intrinsics_world.ts";

export const INTRINSIC_FUNCTIONS: Readonly<Record<IntrinsicName, IntrinsicFunction>> = {
  ...STR_INTRINSICS,
  ...HASH_INTRINSICS,
  ...LIST_INTRINSICS,
  ...IO_INTRINSICS,
  ...WORLD_INTRINSICS,
};
