import { mentionedIn, mentionSection } from '../../context/pack/mentioned.ts';
import { packForQuestion } from '../../context/pack/packForQuestion.ts';
import { overview } from '../../context/pack/projectOverview.ts';
import { Overlay } from '../../edit/overlay.ts';
import type { ModelRequest } from '../../model/modelClient.ts';
import { lowerOf, type Tier } from '../../model/tier.ts';
import { answerRequest, readingRequest } from '../../request/answer.ts';
import { checkCitations, withRemovals } from '../../request/citations.ts';
import { type Failure, noKeyStop, type Session, type Stop, stopFor, tierToAsk } from '../session/session.ts';
import { imagesOfJob, showing } from '../task/images.ts';

/** How many files are looked into for an answer, and what one reader is given of them (estimated tokens). */
const answerFiles = 12;
const partTokens = 4_000;
const mostParts = 4;

/**
 * Answers a question: small models read side by side, each a part of the files that matter, and one puts together what
 * they found. What is short is read by the one alone. Every citation is looked up before the answer is shown.
 */
export async function answerQuestion(
  session: Session,
  question: string,
): Promise<Stop | Failure | undefined> {
  const { deps, signal, models } = session;
  if (!models) return noKeyStop;
  const { workspace } = deps;
  const overlay = new Overlay((path) => workspace.read(path));
  const read = (path: string) => overlay.read(path);
  await session.emit({ type: 'step', text: 'Reading for an answer' });
  const mentioned = await mentionSection(question, workspace, { signal, mostCharacters: 8_000 });
  const excerpts = await packForQuestion(question, await filesFor(session, question), read, {
    partTokens,
    mostParts,
    signal,
  });
  const found =
    excerpts.length > 1
      ? await findings(session, question, excerpts)
      : (excerpts[0] ?? (await overview(workspace, question, { signal, budgetTokens: 2_000 })));
  if (typeof found !== 'string') return found;
  const asked = answerRequest(session.state().run, question, [mentioned, found].filter(Boolean).join('\n\n'));
  const images = imagesOfJob(session.state());
  const reply = await models.send(showing(withTier(session, asked), images), { signal });
  switch (reply.type) {
    case 'completed':
    case 'cutOff': {
      if (reply.text.trim() === '') return { type: 'failure', message: 'The model gave no answer.' };
      const all = await workspace.list(signal);
      const checked = withRemovals(await checkCitations(reply.text, { read, all, signal }));
      const cut = reply.type === 'cutOff' ? `\n\n(The answer was cut off: ${reply.reason}.)` : '';
      await session.emit({ type: 'answer', text: `${checked}${cut}` });
      return undefined;
    }
    case 'refused':
      return { type: 'failure', message: `The model refused to answer: ${reply.text}` };
    case 'fault':
    case 'overBudget':
      return stopFor(reply);
  }
}

/** The tier that the user's settings leave for it; with a ceiling of `none` the gate has ended the run before. */
function withTier({ deps: { settings } }: Session, asked: ModelRequest): ModelRequest {
  const tier = lowerOf<Tier>(tierToAsk(settings, asked.tier), settings.ceiling);
  return tier === 'none' ? asked : { ...asked, tier };
}

/** What the question names comes first, then what its words lead to. */
async function filesFor({ deps, signal }: Session, question: string): Promise<readonly string[]> {
  const { files } = await mentionedIn(question, deps.workspace, signal);
  const found = await deps.workspace.find(question, answerFiles, signal);
  return [...new Set([...files, ...found.map(({ path }) => path)])].slice(0, answerFiles);
}

/** What the readers found, in the order of their parts. Those that answered are not asked again when a run goes on. */
async function findings(
  session: Session,
  question: string,
  excerpts: readonly string[],
): Promise<string | Stop> {
  const { signal, models } = session;
  if (!models) return noKeyStop;
  const { run } = session.state();
  const stops: Stop[] = [];
  const texts = await Promise.all(
    excerpts.map(async (excerpt, part) => {
      const known = session.state().findings?.find((each) => each.part === part);
      if (known) return known.text;
      const asked = readingRequest(run, question, part, excerpt);
      const reply = await models.send(withTier(session, asked), { signal });
      if (reply.type === 'fault' || reply.type === 'overBudget') {
        stops.push(stopFor(reply));
        return '';
      }
      const text = reply.text.trim();
      await session.emit({ type: 'finding', part, text });
      return text;
    }),
  );
  const told = texts.filter((text) => text !== '' && !/^["“]?nothing\b.{0,3}$/i.test(text));
  const [stop] = stops;
  if (stop) return stop;
  return told.length === 0
    ? 'The readers found nothing that answers the question.'
    : `What was found:\n${told.join('\n\n')}`;
}
