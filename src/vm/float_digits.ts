/**
 * Digits of the exact value of a double, rounded half to even, as printf of C has them. The value is
 * the fraction `numerator / denominator` of whole numbers, so nothing is lost before the rounding.
 */

/** The exact value of a finite `x` without its sign. */
interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

function fractionOf(x: number): Fraction {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const field = Number(bits >> 52n & 0x7ffn);
  const low = bits & 0xfffffffffffffn;
  const mantissa = field === 0 ? low : low | 1n << 52n;
  const exponent = (field === 0 ? 1 : field) - 1075;
  return exponent >= 0
    ? { numerator: mantissa << BigInt(exponent), denominator: 1n }
    : { numerator: mantissa, denominator: 1n << BigInt(-exponent) };
}

function isNegative(x: number): boolean {
  return x < 0 || Object.is(x, -0);
}

/** `numerator / denominator` as the nearest whole number, the even one of two. */
function rounded(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twice = 2n * (numerator % denominator);
  const isUp = twice > denominator || twice === denominator && quotient % 2n === 1n;
  return isUp ? quotient + 1n : quotient;
}

function withPoint(digits: string, precision: number): string {
  const at = digits.length - precision;
  return precision === 0 ? digits : `${digits.slice(0, at)}.${digits.slice(at)}`;
}

/** A finite `x` with `precision` digits after the point. */
export function fixedText(x: number, precision: number): string {
  const { numerator, denominator } = fractionOf(x);
  const scaled = rounded(numerator * 10n ** BigInt(precision), denominator);
  const text = withPoint(String(scaled).padStart(precision + 1, "0"), precision);
  return isNegative(x) ? `-${text}` : text;
}

/** A finite `x` as one digit, `precision` digits after the point, and the exponent. */
export function expText(x: number, precision: number): string {
  const { numerator, denominator } = fractionOf(x);
  let exponent = x === 0 ? 0 : decimalExponent(x);
  let digits = String(scaledDigits(numerator, denominator, precision - exponent));
  // Rounding up may give one digit more.
  if (digits.length > precision + 1) {
    exponent++;
    digits = String(scaledDigits(numerator, denominator, precision - exponent));
  }
  const text = `${withPoint(digits.padStart(precision + 1, "0"), precision)}e${exponent}`;
  return isNegative(x) ? `-${text}` : text;
}

function scaledDigits(numerator: bigint, denominator: bigint, shift: number): bigint {
  return shift >= 0
    ? rounded(numerator * 10n ** BigInt(shift), denominator)
    : rounded(numerator, denominator * 10n ** BigInt(-shift));
}

/** The power of ten of the first digit of `x`, taken from the shortest digits that round-trip. */
function decimalExponent(x: number): number {
  const text = Math.abs(x).toExponential();
  const exponent = Number(text.slice(text.indexOf("e") + 1));
  // They may have rounded up to the next power of ten.
  const { numerator, denominator } = fractionOf(x);
  const isBelow = exponent >= 0
    ? numerator < denominator * 10n ** BigInt(exponent)
    : numerator * 10n ** BigInt(-exponent) < denominator;
  return isBelow ? exponent - 1 : exponent;
}
