export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/** The 97.5th percentile of the normal distribution: bounds that hold in 95 of 100 cases. */
const z = 1.959964;

/**
 * Between which shares the true one lies, as far as a sample can tell. It is good for few samples and for shares near
 * 0 and 1, where the textbook interval is not. Source: E. B. Wilson, "Probable Inference, the Law of Succession, and
 * Statistical Inference", Journal of the American Statistical Association 22 (158), 1927, pages 209 to 212.
 */
export function wilsonBounds(passed: number, tried: number): Bounds {
  if (tried === 0) return { lower: 0, upper: 1 };
  const share = passed / tried;
  const spread = z * z;
  const centre = share + spread / (2 * tried);
  const half = z * Math.sqrt((share * (1 - share) + spread / (4 * tried)) / tried);
  const scale = 1 + spread / tried;
  return { lower: Math.max(0, (centre - half) / scale), upper: Math.min(1, (centre + half) / scale) };
}
