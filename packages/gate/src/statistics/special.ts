// The few special functions that the tests of the gate stand on.

/** ln Γ(x) for x > 0: Lanczos' approximation with g = 7 and nine terms (Godfrey's coefficients); relative error below 1e-13. */
export function logGamma(x: number): number {
  const coefficients = [676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7];
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  let sum = 0.99999999999980993;
  for (const [index, coefficient] of coefficients.entries()) sum += coefficient / (shifted + index + 1);
  const t = shifted + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** The regularised incomplete beta function I_x(a, b), by Lentz' continued fraction (DLMF 8.17.22). */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  // The fraction converges fast below this point; above it the mirrored one does.
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const guarded = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / guarded(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 2000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guarded(1 + even * d);
    c = guarded(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guarded(1 + odd * d);
    c = guarded(1 + odd / c);
    const delta = d * c;
    fraction *= delta;
    if (Math.abs(delta - 1) < 1e-15) break;
  }
  return fraction;
}

/** The value below which a share `p` of a rising function of [low, high] lies, by bisection down to the last digits of a double. */
export function inverseOf(rising: (x: number) => number, p: number, low: number, high: number): number {
  let [below, above] = [low, high];
  for (let round = 0; round < 200 && above - below > 1e-15 * Math.max(1, Math.abs(below)); round++) {
    const middle = (below + above) / 2;
    if (rising(middle) < p) below = middle;
    else above = middle;
  }
  return (below + above) / 2;
}

/** Student's t: the probability of at most `t` with `degrees` of freedom (any positive number). Abramowitz and Stegun 26.7.1. */
export function studentCdf(t: number, degrees: number): number {
  if (!Number.isFinite(t)) return t > 0 ? 1 : 0;
  const tail = incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2;
  return t > 0 ? 1 - tail : tail;
}

/** The value of t below which a share `p` (between 0 and 1, else a RangeError) lies: Newton's steps, kept within a bracket by halving it. */
export function studentQuantile(p: number, degrees: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a quantile of t is asked for between 0 and 1, not at ${p}`);
  if (p < 0.5) return -studentQuantile(1 - p, degrees);
  let [low, high] = [0, 2];
  while (studentCdf(high, degrees) < p && high < 1e12) [low, high] = [high, high * 2];
  const scale = logGamma((degrees + 1) / 2) - logGamma(degrees / 2) - 0.5 * Math.log(degrees * Math.PI);
  let t = (low + high) / 2;
  for (let round = 0; round < 100; round++) {
    const excess = studentCdf(t, degrees) - p;
    if (excess < 0) low = t;
    else high = t;
    const density = Math.exp(scale - ((degrees + 1) / 2) * Math.log1p((t * t) / degrees));
    const stepped = t - excess / density;
    const next = stepped > low && stepped < high ? stepped : (low + high) / 2;
    if (Math.abs(next - t) <= 1e-14 * Math.max(1, t)) return next;
    t = next;
  }
  return t;
}
