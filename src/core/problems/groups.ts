import { getOrMake } from '../../base/getOrMake.ts';
import { createSlices, inSlices, type Slices } from '../../base/slices.ts';
import type { Workspace } from '../context/workspace.ts';
import type { Tier } from '../model/tier.ts';
import type { Diagnostic } from '../verify/diagnostic.ts';
import { namedIn } from './namedIn.ts';
import { type Suspect, suspectsOf } from './suspects.ts';
import { readSymbolTable, type SymbolTable } from './symbolTable.ts';
import { templateOf } from './template.ts';

/** Problems with one root cause, over files. */
export interface ProblemGroup {
  /** Stays the same from one look to the next, as long as the root does. */
  readonly id: string;
  /** In words: what a label says of it, else the message of its first problem. */
  readonly title: string;
  /** What it comes from, where that can be told. */
  readonly root?: Suspect;
  /** By file and place; those that others of the group follow from come first. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many of the problems, at the end of the list, follow from the others and go when those are mended. */
  readonly followers?: number;
  /** How many problems follow from others of the group, or stand in files that build on its files. */
  readonly reach: number;
  /** What a label said, where there is one. */
  readonly category?: string;
  readonly effort?: Tier;
}

/**
 * Puts problems together that one change would mend: by what a server points at, by the members, types and names that
 * messages speak of and where these are declared, and by what the code at their places uses. No model is asked, and
 * the same problems in the same files give the same groups, whichever order they come in. Groups that others follow
 * from come first.
 */
export async function groupProblems(
  diagnostics: readonly Diagnostic[],
  workspace: Pick<Workspace, 'list' | 'read'>,
  options: { readonly signal: AbortSignal },
): Promise<readonly ProblemGroup[]> {
  return (await groupWithImports(diagnostics, workspace, options)).groups;
}

/** The groups, and which files each file with problems imports. */
export interface GroupedProblems {
  readonly groups: readonly ProblemGroup[];
  importsOf(path: string): readonly string[];
}

/** The same for who also has to know what builds on what. */
export async function groupWithImports(
  diagnostics: readonly Diagnostic[],
  workspace: Pick<Workspace, 'list' | 'read'>,
  options: { readonly signal: AbortSignal },
): Promise<GroupedProblems> {
  if (diagnostics.length === 0) return { groups: [], importsOf: () => [] };
  const slices = createSlices(options);
  const table = await readSymbolTable(
    diagnostics.map(({ path }) => path),
    workspace,
    { ...options, slices },
  );
  const sorted = [...diagnostics].sort(byPlace);
  const cases: Case[] = [];
  await inSlices(
    sorted,
    (diagnostic) => cases.push({ diagnostic, suspects: suspectsOf(diagnostic, table) }),
    slices,
  );
  const groups = await withFollowers(await assign(cases, slices), table, slices);
  return { groups: await inOrder(groups, table, slices), importsOf: (path) => table.importsOf(path) };
}

interface Case {
  readonly diagnostic: Diagnostic;
  readonly suspects: readonly Suspect[];
}

interface Assigned {
  readonly id: string;
  readonly root: Suspect | undefined;
  readonly diagnostics: Diagnostic[];
}

/** A group with those that follow from it at its end. */
interface Whole extends Assigned {
  readonly followers: number;
}

/**
 * Gives each problem to one of its suspects: again and again to the one that most of what is left can be put down to.
 * What is certain of a problem counts for its suspect from the start.
 */
async function assign(cases: readonly Case[], slices: Slices): Promise<readonly Assigned[]> {
  const groups = new Map<string, Assigned>();
  const put = (id: string, root: Suspect | undefined, diagnostic: Diagnostic) => {
    const known = groups.get(id);
    if (known) known.diagnostics.push(diagnostic);
    else groups.set(id, { id, root, diagnostics: [diagnostic] });
  };
  const votes = new Map<string, Set<Case>>();
  const settled = new Map<string, number>();
  const open = new Set<Case>();
  await inSlices(
    cases,
    (each) => {
      const [first, ...others] = each.suspects;
      if (!first) put(`like ${templateOf(each.diagnostic).key}`, undefined, each.diagnostic);
      else if (others.length === 0) {
        put(first.key, first, each.diagnostic);
        settled.set(first.key, (settled.get(first.key) ?? 0) + 1);
      } else {
        open.add(each);
        for (const { key } of each.suspects) {
          const voters = votes.get(key);
          if (voters) voters.add(each);
          else votes.set(key, new Set([each]));
        }
      }
    },
    slices,
  );
  while (open.size > 0) {
    const best = await strongest(votes, settled, slices);
    if (best === undefined) break;
    const won = votes.get(best) ?? new Set();
    votes.delete(best);
    await inSlices(
      won,
      (each) => {
        const root = each.suspects.find(({ key }) => key === best);
        put(best, root, each.diagnostic);
        open.delete(each);
        for (const { key } of each.suspects) votes.get(key)?.delete(each);
      },
      slices,
    );
  }
  return [...groups.values()];
}

/** The suspect that most speak for; of several, the one that is likelier for each. */
async function strongest(
  votes: ReadonlyMap<string, ReadonlySet<Case>>,
  settled: ReadonlyMap<string, number>,
  slices: Slices,
): Promise<string | undefined> {
  let most = 0;
  let best: string[] = [];
  await inSlices(
    votes,
    ([key, voters]) => {
      if (voters.size === 0) return;
      const count = voters.size + (settled.get(key) ?? 0);
      if (count > most) best = [];
      if (count >= most) best.push(key);
      most = Math.max(most, count);
    },
    slices,
  );
  const ranked = best.map((key) => {
    const voters = votes.get(key) ?? new Set();
    let rank = 0;
    for (const { suspects } of voters) rank += suspects.findIndex((each) => each.key === key);
    return { key, rank: rank / voters.size };
  });
  return ranked.sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : 1))[0]?.key;
}

/**
 * Puts a group to another one whose problems break its root: a declaration that has an error itself, or that builds on
 * an import that has, is no cause but a follower.
 */
async function withFollowers(
  groups: readonly Assigned[],
  table: SymbolTable,
  slices: Slices,
): Promise<readonly Whole[]> {
  const byPath = new Map<string, { readonly group: Assigned; readonly diagnostic: Diagnostic }[]>();
  for (const group of groups)
    for (const diagnostic of group.diagnostics) {
      getOrMake(byPath, diagnostic.path, () => []).push({ group, diagnostic });
    }
  const leaders = new Map<Assigned, Assigned>();
  for (const group of groups) {
    const { path, name } = group.root ?? {};
    const symbols = path === undefined ? undefined : table.fileOf(path);
    const declared = symbols?.declared.get(name?.split('.')[0] ?? '');
    if (path === undefined || !symbols || !declared) continue;
    const text = symbols.lines.slice(declared.line, declared.lastLine + 1).join('\n');
    const cause = byPath.get(path)?.find(({ group: other, diagnostic }) => {
      if (other === group || diagnostic.severity !== 'error') return false;
      const { line } = diagnostic.range.start;
      if (line >= declared.line && line <= declared.lastLine) return true;
      const missing = namedIn(diagnostic.message);
      const isName = missing.type === 'export' || missing.type === 'name';
      return isName && new RegExp(`\\b${missing.name.replace(/\W/g, '')}\\b`).test(text);
    });
    if (cause) leaders.set(group, cause.group);
    await slices.pause();
  }
  const leaderOf = (group: Assigned): Assigned => {
    const seen = new Set([group]);
    for (let at = group; ; ) {
      const next = leaders.get(at);
      // In a circle, each breaks the other: there they stay what they are.
      if (!next || seen.has(next)) return next ? group : at;
      seen.add(next);
      at = next;
    }
  };
  const merged = new Map<Assigned, { readonly diagnostics: Diagnostic[]; followers: number }>();
  const ownFirst = [...groups].sort((a, b) => Number(leaders.has(a)) - Number(leaders.has(b)));
  for (const group of ownFirst) {
    const leader = leaderOf(group);
    const known = merged.get(leader);
    const diagnostics = [...group.diagnostics].sort(byPlace);
    if (!known) {
      merged.set(leader, { diagnostics, followers: 0 });
      continue;
    }
    known.diagnostics.push(...diagnostics);
    known.followers += diagnostics.length;
  }
  return [...merged].map(([{ id, root }, more]) => ({ id, root, ...more }));
}

/** Groups by how much follows from them, errors before warnings, large before small. */
async function inOrder(
  groups: readonly Whole[],
  table: SymbolTable,
  slices: Slices,
): Promise<readonly ProblemGroup[]> {
  const reaches = await reachOf(groups, table, slices);
  return groups
    .map(({ id, root, diagnostics, followers }, index): ProblemGroup & { readonly errors: number } => {
      return {
        id,
        title: diagnostics[0]?.message.split('\n')[0] ?? '',
        ...(root && { root }),
        diagnostics,
        ...(followers > 0 && { followers }),
        reach: followers + (reaches[index] ?? 0),
        errors: diagnostics.filter(({ severity }) => severity === 'error').length,
      };
    })
    .sort(
      (a, b) =>
        Number(b.errors > 0) - Number(a.errors > 0) ||
        b.reach - a.reach ||
        b.diagnostics.length - a.diagnostics.length ||
        (a.id < b.id ? -1 : 1),
    )
    .map(({ errors: _, ...group }) => group);
}

async function reachOf(
  groups: readonly Whole[],
  table: SymbolTable,
  slices: Slices,
): Promise<readonly number[]> {
  const counts = new Map<string, number>();
  for (const { diagnostics } of groups)
    for (const { path } of diagnostics) counts.set(path, (counts.get(path) ?? 0) + 1);
  const importers = new Map<string, string[]>();
  for (const path of counts.keys()) {
    for (const target of table.importsOf(path)) {
      getOrMake(importers, target, () => []).push(path);
    }
  }
  const reaches: number[] = [];
  await inSlices(
    groups,
    ({ diagnostics }) => {
      const own = new Set(diagnostics.map(({ path }) => path));
      const seen = new Set(own);
      let reach = 0;
      for (const path of seen) {
        for (const importer of importers.get(path) ?? []) {
          if (seen.has(importer)) continue;
          seen.add(importer);
          reach += counts.get(importer) ?? 0;
        }
      }
      reaches.push(reach);
    },
    slices,
  );
  return reaches;
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  const [from, to] = [a.range.start, b.range.start];
  return (
    from.line - to.line ||
    from.character - to.character ||
    (a.message < b.message ? -1 : Number(a.message > b.message))
  );
}
