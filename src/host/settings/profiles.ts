import { modelTiers } from '../../core/model/tier.ts';
import { settingIds, type TierSettingName, tierSettingId } from '../../core/settings/settingIds.ts';

export const profileIds = ['cheapest', 'balanced', 'best', 'localOnly'] as const;
export type ProfileId = (typeof profileIds)[number];

/** Where the models of "local only" answer, and which one does all the work. */
export interface LocalEndpoint {
  readonly baseUrl: string;
  readonly model: string;
}

export const profileTitles: Readonly<Record<ProfileId, { readonly label: string; readonly detail: string }>> =
  {
    cheapest: {
      label: 'Cheapest',
      detail: 'No planner and little reasoning, at half price where offered. Hard tasks are left undone.',
    },
    balanced: {
      label: 'Balanced',
      detail: 'The defaults: the smallest tier that does the task.',
    },
    best: {
      label: 'Best',
      detail: 'More reasoning, three candidates for each task. Costs more.',
    },
    localOnly: {
      label: 'Local Only',
      detail: 'All tiers on this machine, such as with Ollama. Nothing leaves it; no key, no price.',
    },
  };

/** Setting ids and values; undefined: the default. */
export type SettingValues = Readonly<Record<string, unknown>>;

const steering = {
  [settingIds.ceiling]: undefined,
  [settingIds.candidates]: undefined,
  [settingIds.qualityBar]: undefined,
  [settingIds.explore]: undefined,
  ...forTiers('reasoningEffort', () => undefined),
  ...forTiers('serviceTier', () => undefined),
};

const local: readonly TierSettingName[] = [
  'provider',
  'baseUrl',
  'model',
  'keyHeader',
  'inputPrice',
  'cachedPrice',
  'outputPrice',
  'priceSource',
  'patchTool',
  'longContext',
];

/**
 * What a profile sets. How tiers are chosen is set by each of them; endpoints, models and prices only by "local only",
 * and put back to their defaults when another profile follows it, so that an endpoint of the user's own stays.
 */
export function profileValues(
  id: ProfileId,
  { isLocalNow, endpoint }: { readonly isLocalNow: boolean; readonly endpoint?: LocalEndpoint },
): SettingValues {
  const endpoints: SettingValues = isLocalNow
    ? Object.assign({}, ...local.map((name) => forTiers(name, () => undefined)))
    : {};
  switch (id) {
    case 'cheapest':
      return {
        ...steering,
        ...endpoints,
        [settingIds.ceiling]: 'mini',
        [settingIds.explore]: 0.1,
        ...forTiers('reasoningEffort', () => 'low'),
        ...forTiers('serviceTier', () => 'flex'),
      };
    case 'balanced':
      return { ...steering, ...endpoints };
    case 'best':
      return {
        ...steering,
        ...endpoints,
        [settingIds.candidates]: 3,
        [settingIds.qualityBar]: 0.95,
        [settingIds.explore]: 0,
        ...forTiers('reasoningEffort', (tier) => (tier === 'planner' ? 'high' : 'medium')),
      };
    case 'localOnly':
      return {
        ...steering,
        ...forTiers('provider', () => 'chat'),
        ...forTiers('baseUrl', () => endpoint?.baseUrl),
        ...forTiers('model', () => endpoint?.model),
        ...forTiers('keyHeader', () => 'none'),
        ...forTiers('inputPrice', () => 0),
        ...forTiers('cachedPrice', () => 0),
        ...forTiers('outputPrice', () => 0),
        ...forTiers('priceSource', () => 'A model on this machine'),
        ...forTiers('patchTool', () => 'function'),
        ...forTiers('longContext', (tier) => (tier === 'planner' ? null : undefined)),
      };
  }
}

export interface SettingChange {
  readonly id: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** What would change, in the order of the settings; `effective` gives what holds for an id, or its default. */
export function changesTo(
  values: SettingValues,
  effective: (id: string) => { readonly value: unknown; readonly byDefault: unknown },
): readonly SettingChange[] {
  return Object.entries(values).flatMap(([id, wanted]) => {
    const { value, byDefault } = effective(id);
    const to = wanted === undefined ? byDefault : wanted;
    return JSON.stringify(value) === JSON.stringify(to) ? [] : [{ id, from: value, to }];
  });
}

/** "tiers.mini.reasoningEffort: default → low". */
export function describeChange({ id, from, to }: SettingChange): string {
  return `${id.replace(/^tiercel\./, '')}: ${show(from)} → ${show(to)}`;
}

/** The same for many, with a change that all tiers share told once: "all tiers, provider: responses → chat". */
export function describeChanges(changes: readonly SettingChange[]): readonly string[] {
  const told = new Set<string>();
  return changes.flatMap((change) => {
    const name = tierSettingName(change.id);
    if (name === undefined) return [describeChange(change)];
    const shared = changes.filter((each) => tierSettingName(each.id) === name && each.to === change.to);
    if (shared.length < modelTiers.length) return [describeChange(change)];
    if (told.has(name)) return [];
    told.add(name);
    const from = [...new Set(shared.map((each) => show(each.from)))];
    return [`all tiers, ${name}: ${from.join(', ')} → ${show(change.to)}`];
  });
}

/** "provider" of "tiercel.tiers.mini.provider"; undefined for what is no tier's. */
function tierSettingName(id: string): string | undefined {
  return /^tiercel\.tiers\.\w+\.(\w+)$/.exec(id)?.[1];
}

function show(value: unknown): string {
  return typeof value === 'string' ? value || '(empty)' : JSON.stringify(value ?? null);
}

function forTiers(name: TierSettingName, value: (tier: string) => unknown): SettingValues {
  return Object.fromEntries(modelTiers.map((tier) => [tierSettingId(tier, name), value(tier)]));
}
