import { oneLine } from '../../context/fence.ts';
import type { WorkerAttempt } from '../attempt.ts';

const most = 300;

/**
 * Tells the user, and by the journal whoever looks later, that a worker reached for what it must not have. A model that
 * does so may have been talked into it by what it read.
 */
export function noteRefusal(reason: string, { options }: Pick<WorkerAttempt, 'options'>): void {
  options.onNote(`was refused: ${oneLine(reason).slice(0, most)}`);
}
