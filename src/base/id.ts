declare const brand: unique symbol;

/** A small number that only the table it indexes can hand out. Dense from zero. */
export type Id<Name extends string> = number & { readonly [brand]: Name };
