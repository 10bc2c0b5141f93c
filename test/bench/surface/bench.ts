import { type Bench, row } from '../bench.ts';
import { loadCompiler } from './compiler.ts';
import { type Missed, tryEdits } from './tryEdits.ts';

const projects = 130;
const editsOfEach = 8;

export const bench: Bench = {
  name: 'surface',
  measures: `the files asked again for ${projects * editsOfEach} random edits of made TypeScript projects, and for what takes each back, against a full check of all files.`,
  good: 'no file that was not asked has anything else to say; and not all are asked.',
  run: async ({ root, log }) => {
    const compiler = loadCompiler(root);
    const missed: Missed[] = [];
    let [edits, others, asked, differing] = [0, 0, 0, 0];
    for (let k = 0; k < projects; k++) {
      if (k % 20 === 0) log(`surface: project ${k} of ${projects}`);
      const tried = await tryEdits(compiler, `surface ${k}`, editsOfEach);
      missed.push(...tried.missed);
      edits += tried.edits;
      others += tried.others;
      asked += tried.asked;
      differing += tried.differing;
    }
    return {
      rows: [
        row({
          what: `files missed, of ${edits} edits`,
          figure: missed.length,
          unit: 'files',
          reference: 'with something else to say',
          referenceFigure: differing,
          good: '0',
          holds: (figure) => figure === 0,
        }),
        row({
          what: 'unchanged files that are asked again',
          figure: asked,
          unit: 'files',
          reference: 'all unchanged files',
          referenceFigure: others,
          good: 'ratio at most 0.6',
          holds: (_, ratio) => ratio <= 0.6,
        }),
      ],
      tables: [
        {
          title: `Missed (TypeScript ${compiler.version}; a seed is project/edit)`,
          columns: ['seed', 'file', 'edit', 'no longer said', 'said now'],
          rows: missed
            .slice(0, 20)
            .map(({ seed, file, edit, before, after }) => [
              seed,
              file,
              edit,
              before.join('; '),
              after.join('; '),
            ]),
        },
      ],
    };
  },
};
