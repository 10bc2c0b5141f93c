/** US dollars that were spent or are set: whole cents as such, less in hundredths of a cent, never a false zero. */
export function formatUsd(usd: number): string {
  if (usd > 0 && usd < 0.00005) return '<$0.0001';
  const wholeCents = Math.abs(usd * 100 - Math.round(usd * 100)) < 1e-9;
  return `$${usd.toFixed(usd >= 1 || wholeCents ? 2 : 4)}`;
}

/** The ends of a forecast in US dollars, each with two digits that count, since the rest would be made up. */
export function formatForecast({
  lowUsd,
  highUsd,
}: {
  readonly lowUsd: number;
  readonly highUsd: number;
}): string {
  const [low, high] = [estimate(lowUsd), estimate(highUsd)];
  return low === high ? low : `${low} to ${high}`;
}

/** US dollars in a column of a table: four places, since most calls cost less than a cent. */
export function columnUsd(usd: number): string {
  return `$${usd.toFixed(4)}`;
}

/** US dollars of one call in a log, to the millionth. */
export function exactUsd(usd: number): string {
  return `$${usd.toFixed(6)}`;
}

function estimate(usd: number): string {
  const rough = Number(usd.toPrecision(2));
  if (rough >= 0.1 || rough === 0) return `$${rough.toFixed(2)}`;
  if (rough < 0.0001) return formatUsd(rough);
  return `$${String(rough).padEnd(4, '0')}`;
}
