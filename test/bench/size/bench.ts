import { type Bench, row } from '../bench.ts';
import { packageShipped } from './shipped.ts';

export const bench: Bench = {
  name: 'size',
  measures:
    'the packaged extension, and what of it the editor reads to activate it: the main bundle with all that it imports at once.',
  good: 'the package below 2 MB, the main bundle below 700 kB.',
  run: async ({ root }) => {
    const { mostBytes, ...sizes } = await packageShipped(root);
    const atMost = (what: string, bytes: number, most: number) =>
      row({
        ...{ what, figure: bytes / 1_000, unit: 'kB', reference: 'the limit', referenceFigure: most / 1_000 },
        good: 'ratio at most 1',
        holds: (_, ratio) => ratio <= 1,
      });
    return {
      rows: [
        atMost('package', sizes.package, mostBytes.package),
        atMost(`main bundle, ${sizes.mainFiles} files`, sizes.mainBundle, mostBytes.mainBundle),
      ],
    };
  },
};
