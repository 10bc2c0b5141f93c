import type { ImagePart } from '../../model/image.ts';
import type { ModelRequest } from '../../model/modelClient.ts';
import type { RunTask } from '../../request/runTask.ts';
import type { RunState } from '../state/runState.ts';

/** The images that the user has put beside a request. */
export function imagesOfJob({ job }: Pick<RunState, 'job'>): readonly ImagePart[] {
  return job.type === 'request' ? (job.images ?? []) : [];
}

/** A task with the images that it is shown: all for one bounded edit, and of a plan's tasks those that are about them. */
export function withImages(state: RunState, task: RunTask): RunTask {
  const images = imagesOfJob(state);
  const sees = state.gate?.route === 'single_edit' || task.kind === 'screenshot';
  return sees && images.length > 0 ? { ...task, images } : task;
}

/** A request whose last message has images with it. A nano is shown none. */
export function showing<Request extends Pick<ModelRequest, 'input' | 'tier'>>(
  request: Request,
  images: readonly ImagePart[],
): Request {
  const last = request.input.findLastIndex((item) => item.type === 'user');
  if (images.length === 0 || request.tier === 'nano') return request;
  return {
    ...request,
    input: request.input.map((item, at) =>
      at === last && item.type === 'user' ? { ...item, images } : item,
    ),
  };
}

/** The request in words, with what is said of its images to who is not shown them, or shares them out. */
export function withImageNote(request: string, count: number, to: 'gate' | 'planner'): string {
  if (count === 0) return request;
  const images = count === 1 ? 'an image' : `${count} images`;
  const note =
    to === 'gate'
      ? `The user has put ${images} beside it, which you are not shown.`
      : `The user has put ${images} beside it. Workers are shown them for tasks of kind "screenshot" only: say in the instructions of other tasks what is to be seen.`;
  return `${request}\n\n(${note})`;
}
