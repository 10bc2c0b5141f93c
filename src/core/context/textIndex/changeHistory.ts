import { getOrMake } from '../../../base/getOrMake.ts';
import type { QueryTerm } from './queryTerms.ts';
import { termNumber, termsOf } from './terms.ts';

/** A commit of a repository: what its author said of it, and the files that it changed. */
export interface Commit {
  readonly subject: string;
  readonly files: readonly string[];
}

/** A commit of more files is a sweep over all of them, and says nothing of what belongs together. */
const mostFiles = 20;
/** So that a file that changed once with others is no proof. */
const leastTimes = 2;
const mostRelated = 10;
/** The commits that speak most of a request; what speaks of it less adds noise. */
const mostSpeaking = 30;
/** Above 1: a commit that says half of a request is less than half as telling. */
const sharpness = 1.5;

/** What the commits of a repository tell of its files. */
export class ChangeHistory {
  readonly #files: (readonly string[])[] = [];
  readonly #byFile = new Map<string, number[]>();
  readonly #byTerm = new Map<number, number[]>();

  constructor(commits: Iterable<Commit>) {
    for (const { subject, files } of commits) {
      if (files.length === 0 || files.length > mostFiles) continue;
      const commit = this.#files.length;
      this.#files.push(files);
      for (const file of files) getOrMake(this.#byFile, file, () => []).push(commit);
      for (const term of new Set(termsOf(subject)))
        getOrMake(this.#byTerm, termNumber(term, 'text'), () => []).push(commit);
    }
  }

  /** Files that changed in the same commits as a file, with how often of the times that it changed (0 to 1). */
  changedWith(path: string): readonly (readonly [path: string, share: number])[] {
    const own = (this.#byFile.get(path) ?? []).filter((commit) => (this.#files[commit]?.length ?? 0) > 1);
    const together = new Map<string, number>();
    for (const commit of own)
      for (const file of this.#files[commit] ?? [])
        if (file !== path) together.set(file, (together.get(file) ?? 0) + 1);
    return [...together]
      .filter(([, times]) => times >= leastTimes)
      .map(([file, times]) => [file, times / own.length] as const)
      .sort(([, a], [, b]) => b - a)
      .slice(0, mostRelated);
  }

  /** Files that commits changed which speak of the same as a request, each with its share of the most (0 to 1). */
  changedFor(terms: readonly QueryTerm[]): ReadonlyMap<string, number> {
    const scores = new Map<number, number>();
    for (const { term, weight } of terms) {
      const having = this.#byTerm.get(termNumber(term, 'text')) ?? [];
      const rarity = Math.log(1 + (this.#files.length - having.length + 0.5) / (having.length + 0.5));
      for (const commit of having) scores.set(commit, (scores.get(commit) ?? 0) + weight * rarity);
    }
    const speaking = [...scores].sort(([a, x], [b, y]) => y - x || a - b).slice(0, mostSpeaking);
    const gains = new Map<string, number>();
    for (const [commit, score] of speaking) {
      const files = this.#files[commit] ?? [];
      for (const file of files)
        gains.set(file, (gains.get(file) ?? 0) + score ** sharpness / Math.sqrt(files.length));
    }
    const most = Math.max(0, ...gains.values());
    return new Map([...gains].map(([file, gain]) => [file, gain / most]));
  }
}
