/**
 * How likely it is that of `all` claims at least `here` fall to a place with this share of the parcels, if claims came
 * to all parcels alike: the exact test of two Poisson rates against each other, which knows how little few claims say.
 */
export function chanceOfAtLeast(here: number, all: number, share: number): number {
  if (here <= 0 || share >= 1) return 1;
  if (here > all || share <= 0) return 0;
  // Below the mean the tail is nearly everything, and its first term may be too small for a number: the rest is summed.
  if (here < all * share) return Math.max(1 - chanceOfAtLeast(all - here + 1, all, 1 - share), 0);
  // From the first term on each is the one before times a factor.
  let term = Math.exp(
    logFactorial(all) -
      logFactorial(here) -
      logFactorial(all - here) +
      here * Math.log(share) +
      (all - here) * Math.log1p(-share),
  );
  let sum = 0;
  for (let count = here; count <= all; count += 1) {
    sum += term;
    term *= ((all - count) / (count + 1)) * (share / (1 - share));
    // From the mean on they only fall.
    if (term < sum * 1e-12) break;
  }
  return Math.min(sum, 1);
}

/** Exact by sums for small numbers, by Stirling's series for others. */
function logFactorial(n: number): number {
  if (n < 64) {
    let sum = 0;
    for (let factor = 2; factor <= n; factor += 1) sum += Math.log(factor);
    return sum;
  }
  return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + 1 / (12 * n) - 1 / (360 * n ** 3);
}
