import { counted } from '../../../base/counted.ts';
import { createSlices, inSlices } from '../../../base/slices.ts';
import { isAbove, nextTier } from '../../model/tier.ts';
import type { KnownLabel, LabelCache } from '../../problems/labelCache.ts';
import { sureEnough } from '../../problems/labelGroups.ts';
import { type Template, templateOf } from '../../problems/template.ts';
import { type LabelItem, labelId, labelVersion } from '../../request/label.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Diagnostic } from '../../verify/diagnostic.ts';
import { type Session, type Stop, tierToAsk } from '../session/session.ts';
import { isBatchUnderWay } from './labelBatch.ts';
import { labelAt, labelProblems } from './labelProblems.ts';

/** The most kinds of problems that one look asks about: those that are found most often. */
const mostAsked = 60;

export type Labels = ReadonlyMap<string, KnownLabel>;

/** The labels of diagnostics that are known already; nobody is asked. */
export async function knownLabels(
  diagnostics: readonly Diagnostic[],
  settings: Settings,
  labels: LabelCache,
  options: { readonly signal: AbortSignal },
): Promise<Labels> {
  const keys = new Set<string>();
  await inSlices(diagnostics, (each) => keys.add(templateOf(each).key), createSlices(options));
  return labels.getMany([...keys], { tier: tierToAsk(settings, 'nano'), version: labelVersion });
}

/**
 * The labels of diagnostics by the keys of their templates. What is known already costs nothing; the smallest tier is
 * asked for the rest, and the next one for what that is not sure of. A label that can't be had is no reason to leave a
 * problem alone: the worker's check decides, not the label.
 */
export async function labelKinds(
  session: Session,
  diagnostics: readonly Diagnostic[],
): Promise<{ readonly type: 'labels'; readonly labels: Labels } | Stop> {
  const { deps, signal } = session;
  const kinds = new Map<
    string,
    { readonly template: Template; readonly example: Diagnostic; count: number }
  >();
  await inSlices(
    diagnostics,
    (example) => {
      const template = templateOf(example);
      const known = kinds.get(template.key);
      if (known) known.count += 1;
      else kinds.set(template.key, { template, example, count: 1 });
    },
    createSlices({ signal }),
  );
  const scope = { tier: tierToAsk(deps.settings, 'nano'), version: labelVersion };
  // A run that was cut off has its own labels, also where nothing keeps them for others.
  const own = (session.state().labels ?? []).map(({ id, ...label }) => [id, label] as const);
  const known = new Map([...own, ...((await deps.labels?.getMany([...kinds.keys()], scope)) ?? [])]);
  const items = [...kinds.values()]
    .filter(({ template }) => !known.has(template.key))
    .sort((a, b) => b.count - a.count || (a.template.key < b.template.key ? -1 : 1))
    .slice(0, mostAsked)
    .map((kind, index): LabelItem => ({ id: labelId(index), ...kind }));
  if (items.length === 0 && !isBatchUnderWay(session)) return { type: 'labels', labels: known };
  if (items.length > 0)
    await session.emit({ type: 'step', text: `Labelling ${counted(items.length, 'kind')} of problems` });
  const first = await labelProblems(session, items);
  // A batch may have been asked for what another run has got meanwhile.
  const answered = new Map([...first.labels].filter(([key]) => !known.has(key)));
  const unsure = items.filter(({ template }) => (answered.get(template.key)?.confidence ?? 1) < sureEnough);
  const up = nextTier(scope.tier);
  const mayAsk = up && !isAbove(up, deps.settings.ceiling) && deps.settings.routing.oneTier === undefined;
  const second =
    first.stop || !mayAsk || unsure.length === 0 ? undefined : await labelAt(session, unsure, up);
  const fresh = new Map([...answered, ...(second?.labels ?? [])]);
  // What was paid for is kept, also where the run stops here.
  await deps.labels?.putMany(fresh, scope);
  const stop = first.stop ?? second?.stop;
  return stop ?? { type: 'labels', labels: new Map([...known, ...fresh]) };
}
