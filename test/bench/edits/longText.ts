import { packageSources } from './packageSources.ts';

/** That many lines of real source, of packages that are installed anyway, one file after the other. */
export function longText(root: string, lines: number): readonly string[] {
  const all = ['openai', 'zod'].flatMap((name) => packageSources(root, name).flatMap((file) => file.lines));
  // Where the sources do not reach, they come again with each line told from the first time.
  const long = [...all];
  for (let round = 1; long.length < lines; round++)
    for (const line of all) long.push(line.length > 20 ? `${line} // ${round}` : line);
  return long.slice(0, lines);
}
