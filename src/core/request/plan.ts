import type { TaskKind } from '../routing/taskKind.ts';

/** One task of a plan, as the planner writes it (DESIGN's contract: these names are fixed). */
export interface PlannedTask {
  readonly id: string;
  readonly kind: TaskKind;
  readonly title: string;
  readonly instructions: string;
  readonly files: readonly string[];
  readonly dependsOn: readonly string[];
  readonly acceptance: string;
}

export interface Plan {
  readonly summary: string;
  readonly tasks: readonly PlannedTask[];
}
