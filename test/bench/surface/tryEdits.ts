import { askedFiles } from '../../../src/node/languageServer/askedFiles.ts';
import { ImportGraph } from '../../../src/node/languageServer/project/importGraph.ts';
import { seeded } from '../edits/random.ts';
import type { Compiler, Files, Said } from './compiler.ts';
import { type Edit, someEdit } from './edit.ts';
import { makeProject, textOf } from './project.ts';

/** A file that was not asked again and of which a full check says something else after an edit. */
export interface Missed {
  readonly seed: string;
  readonly edit: string;
  readonly file: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export interface Tried {
  readonly edits: number;
  /** Edits of which some other file tells the difference. */
  readonly felt: number;
  /** Programs that were not edited, those of them that were asked, and those that had something else to say. */
  readonly others: number;
  readonly asked: number;
  readonly differing: number;
  readonly missed: readonly Missed[];
}

/** Makes a project by a seed, and tries edits of it and what takes them back, each on its own. */
export async function tryEdits(compiler: Compiler, seed: string, count: number): Promise<Tried> {
  const random = seeded(seed);
  const project = makeProject(random);
  const files = new Map([
    ...project.map((file) => [file.path, textOf(file)] as const),
    ['src/data.json', '{"a":1}'] as const,
  ]);
  const before = compiler.check(files);
  const tried = { edits: 0, felt: 0, others: 0, asked: 0, differing: 0, missed: [] as Missed[] };
  for (let k = 0; k < count; k++) {
    const edit = someEdit(seeded(`${seed} ${k}`), project, files);
    const edited = withChanges(files, edit.changes);
    const after = compiler.check(edited);
    const back = new Map([...edit.changes.keys()].map((path) => [path, files.get(path) ?? null]));
    await compare(files, edit, { before, after }, `${seed}/${k}`);
    await compare(
      edited,
      { what: `back from ${edit.what}`, changes: back },
      { before: after, after: before },
      `${seed}/${k}`,
    );
  }
  return tried;

  async function compare(
    from: Files,
    edit: Edit,
    said: { readonly before: Said; readonly after: Said },
    name: string,
  ): Promise<void> {
    const asked = new Set(await askedBy(from, edit));
    tried.edits++;
    let isFelt = false;
    for (const [file, was] of said.before) {
      if (edit.changes.has(file)) continue;
      const is = said.after.get(file) ?? [];
      tried.others++;
      if (asked.has(file)) tried.asked++;
      if (was.join('\n') === is.join('\n')) continue;
      isFelt = true;
      tried.differing++;
      if (asked.has(file)) continue;
      const added = is.filter((line) => !was.includes(line));
      const gone = was.filter((line) => !is.includes(line));
      tried.missed.push({ seed: name, edit: edit.what, file, before: gone, after: added });
    }
    if (isFelt) tried.felt++;
  }
}

/** The files that a check of the edit asks again. */
async function askedBy(files: Files, { changes }: Edit): Promise<readonly string[]> {
  const graph = new ImportGraph();
  for (const [file, text] of files) graph.set(file, file.endsWith('.json') ? '' : text);
  const asked = await askedFiles(
    changes,
    { paths: new Set(files.keys()), graph, read: async (path) => files.get(path) },
    { isOwn: (path) => path.endsWith('.ts'), reach: 'imports', maxFiles: 1000 },
  );
  return asked.paths.filter((path) => !asked.unaffected.has(path));
}

export function withChanges(files: Files, changes: Edit['changes']): Files {
  const edited = new Map(files);
  for (const [path, text] of changes) {
    if (text === null) edited.delete(path);
    else edited.set(path, text);
  }
  return edited;
}
