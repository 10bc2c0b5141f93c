import type * as vscode from 'vscode';
import { modelTiers, type Tier } from '../core/model/tier.ts';
import type { Learning } from '../core/routing/learn.ts';
import type { Signals } from '../core/routing/route.ts';
import type { ProblemsForecast, WorstCase } from '../core/run/plan/worstCaseOfWork.ts';
import type { Settings } from '../core/settings/settings.ts';
import type { Diagnostic } from '../core/verify/diagnostic.ts';
import type { RunResources } from './runs/runResources.ts';
import type { ApiKeys } from './settings/apiKeys.ts';
import { currentSettings } from './settings/currentSettings.ts';

export type ForecastProblems = (problems: readonly Diagnostic[]) => ProblemsForecast | undefined;

interface Basis {
  readonly settings: Settings;
  readonly learning: Learning | undefined;
}

/** Says what work would cost at most, before it is started. Kept between two questions: menus ask often. */
export class Estimates {
  readonly #resources: RunResources;
  readonly #keys: ApiKeys;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #bases = new Map<string, Promise<Basis>>();

  constructor(resources: RunResources, keys: ApiKeys, environment: NodeJS.ProcessEnv) {
    this.#resources = resources;
    this.#keys = keys;
    this.#environment = environment;
  }

  /** Has the settings and what was learned read again. */
  forget(): void {
    this.#bases.clear();
  }

  async ofTask(folder: vscode.WorkspaceFolder, signals: Signals): Promise<WorstCase> {
    const [{ settings, learning }, { worstCaseOfTask }] = await this.#ready(folder);
    return this.#askable(worstCaseOfTask(signals, settings, learning), settings);
  }

  async ofAnswer(folder: vscode.WorkspaceFolder): Promise<WorstCase> {
    const [{ settings }, { worstCaseOfAnswer }] = await this.#ready(folder);
    return this.#askable(worstCaseOfAnswer(settings), settings);
  }

  async ofProblems(folder: vscode.WorkspaceFolder, problems: readonly Diagnostic[]): Promise<WorstCase> {
    const [{ settings, learning }, { worstCaseOfProblems }] = await this.#ready(folder);
    return this.#askable(worstCaseOfProblems(problems, settings, learning), settings);
  }

  /**
   * Tells what the problems of a group cost as a rule and at most, for many groups of a folder; undefined where no
   * model may be asked.
   */
  async forecasts(folder: vscode.WorkspaceFolder): Promise<ForecastProblems> {
    const [{ settings, learning }, { forecastOfProblems }] = await this.#ready(folder);
    // Asked for once: where keys are kept is another process, and there may be thousands of groups.
    const asked = await Promise.all(
      modelTiers.map(async (tier) => [tier, await this.#keys.canAsk(settings.tiers[tier])] as const),
    );
    const askable = new Set<Tier>(asked.flatMap(([tier, can]) => (can ? [tier] : [])));
    return (problems) => {
      const forecast = forecastOfProblems(problems, settings, learning);
      return askable.has(forecast.tier) ? forecast : undefined;
    };
  }

  #ready(folder: vscode.WorkspaceFolder) {
    return Promise.all([this.#basisOf(folder), import('../core/run/plan/worstCaseOfWork.ts')]);
  }

  /** Without a key for the tier no model can be asked. */
  async #askable(worst: WorstCase, { tiers }: Settings): Promise<WorstCase> {
    if (worst.tier === 'none' || (await this.#keys.canAsk(tiers[worst.tier]))) return worst;
    return { tier: 'none', usd: 0 };
  }

  #basisOf(folder: vscode.WorkspaceFolder): Promise<Basis> {
    const key = folder.uri.toString();
    const known = this.#bases.get(key);
    if (known) return known;
    const made = this.#read(folder);
    this.#bases.set(key, made);
    made.catch(() => this.#bases.delete(key));
    return made;
  }

  async #read(folder: vscode.WorkspaceFolder): Promise<Basis> {
    const [{ settings }, attempts, { learningOf }, { noHistory }] = await Promise.all([
      currentSettings(this.#environment),
      this.#resources.attemptsFor(folder),
      import('../core/run/task/routeTask.ts'),
      import('../core/routing/attempts.ts'),
    ]);
    const history = (await attempts?.history()) ?? noHistory;
    const deps = { settings: settings.core, ...(attempts && { attempts }) };
    return { settings: settings.core, learning: learningOf({ deps, history }) };
  }
}
