import { randomUUID } from 'node:crypto';
import { counted } from '../base/counted.ts';
import { formatUsd } from '../base/formatUsd.ts';
import { type LeftOut, whyUnreadable } from '../core/context/workspace.ts';
import { formatDiff, formatDiffs } from '../core/edit/proposal/formatDiff.ts';
import type { Proposal } from '../core/edit/proposal/proposal.ts';
import type { ModelTier } from '../core/model/tier.ts';
import { forecastCheck } from '../core/run/plan/forecast.ts';
import { resumeRun, startRun } from '../core/run/run.ts';
import type { RunDeps, RunOptions } from '../core/run/session/runDeps.ts';
import type { Journal } from '../core/run/state/journal.ts';
import { isDecided } from '../core/run/state/proposalDecisions.ts';
import type { Job } from '../core/run/state/runEvent.ts';
import type { RunState } from '../core/run/state/runState.ts';
import { normalizeCommand, parseCommand } from '../core/verify/commands/parseCommand.ts';
import { describeVerdict } from '../core/verify/describeVerdict.ts';
import { placesWere } from '../core/verify/notCheckedPlaces.ts';
import { createBatchClient } from '../node/batch/batchClient.ts';
import { createDiskWorkspace } from '../node/diskWorkspace.ts';
import { createHttpModels } from '../node/http/httpModels.ts';
import { retryOptions } from '../node/http/retryOptions.ts';
import type { RunHold } from '../node/journal/runHold.ts';
import { createMeter } from '../node/meter.ts';
import { createWorkspaceCommands } from '../node/worktree/createWorkspaceCommands.ts';
import { createCliChecker } from './cliChecker.ts';
import { cliSettings } from './cliSettings.ts';
import { describeEvent } from './describeEvent.ts';
import { changesOf, writeOutputs } from './fixOutputs.ts';
import { createIndexedDisk } from './indexedDisk.ts';
import { askableTiers, keyFor } from './keys.ts';
import { describeNotChecked, isAchieved, type LeftOver, lookAgain } from './leftOver.ts';
import { namedServers } from './namedServers.ts';
import { refuseUnwritable } from './outputFiles.ts';
import { pausedRun } from './pausedRun.ts';
import { openState } from './state.ts';
import { type CommandOptions, UsageError } from './usage.ts';
import { version } from './version.ts';
import { workspaceFolder } from './workspaceFolder.ts';
import { writeLine } from './writeLine.ts';
import { writeProposal } from './writeProposal.ts';

/** A run that stands still, to go on with: the one that is named, or the newest. */
export interface ResumeJob {
  readonly type: 'resume';
  readonly run: string | undefined;
}

/** Runs a job on a workspace and prints it; 0 when all of it was done, else 1. */
export async function runJob(job: Job | ResumeJob, options: CommandOptions): Promise<number> {
  const allowed = readCommands(options.allowCommands);
  const named = namedServers(options.servers);
  const { core: settings, ...hostSettings } = cliSettings(options, process.env);
  // A command may pass as it is.
  if (settings.ceiling === 'none' && job.type === 'request')
    throw new UsageError(
      'Nothing can be asked for with the ceiling none: it leaves only language-server fixes.',
    );
  const mayAsk = askableTiers(settings, process.env).length > 0;
  const root = await workspaceFolder(options.workspace);
  await refuseUnwritable(options);
  await refuseUnusable(job, root, options.signal);
  const servers = {
    ...Object.fromEntries(
      Object.entries(hostSettings.languageServers).map(([language, command]) => [language, { command }]),
    ),
    ...named,
  };
  const state = await openState();
  const journal = state.journalFor(root);
  const workspace = createIndexedDisk(root, state.indexFolder);
  const checker = createCliChecker(root, workspace, servers);
  const byCommand = createWorkspaceCommands({
    root,
    storage: state.scratchFolder,
    environment: process.env,
    allowed: () => allowed,
    timeMs: hostSettings.commandTimeoutMs,
  });
  const meter = createMeter({
    tokenizerProgram: new URL('./tokenizer.cjs', import.meta.url),
    userAgent: `tiercel/${version}`,
    version,
    onProblem: (message) => process.stderr.write(`tiercel: ${message}\n`),
  });
  const newRun = randomUUID().slice(0, 8);
  let printed = Promise.resolve();
  let hold: RunHold | undefined;
  const beside: ((signal: AbortSignal) => Promise<void>)[] = [];
  const print = (line: string) => {
    printed = printed.then(() => writeLine(line));
  };
  try {
    const models = {
      tiers: settings.tiers,
      keyFor: (tier: ModelTier) => keyFor(tier, settings.tiers, process.env),
      userAgent: `tiercel/${version}`,
    };
    const deps: RunDeps = {
      workspace,
      checker,
      commands: byCommand.commands,
      endpoint: mayAsk
        ? createHttpModels({ ...models, stallTimeoutMs: hostSettings.stallTimeoutMs })
        : undefined,
      ...(mayAsk && { batches: createBatchClient(models) }),
      ledger: meter.ledgerFor(state.ledger, root, hostSettings.otlpEndpoint),
      countTokens: meter.countTokens,
      journal,
      settings,
      attempts: await state.attemptsFor(root),
      retry: retryOptions,
      now: Date.now,
      newId: () => newRun,
      labels: await state.labels(),
      // Chance comes in only where tiers are to be compared: else the same call does the same.
      ...(settings.shadow.share > 0 && {
        random: Math.random,
        background: (work) => beside.push(work),
      }),
    };
    const runOptions: RunOptions = {
      signal: options.signal,
      onChange: (_, event) => {
        // A reply is kept for a run that is cut off; what is made of it is told by the events that follow.
        const isTold = options.json && event.type !== 'reply';
        const line = isTold ? JSON.stringify(event) : describeEvent(event);
        if (line !== undefined) print(line);
      },
    };
    let end: RunState;
    if (job.type === 'resume') {
      const paused = await pausedRun(journal, job.run);
      hold = paused.hold;
      end = await resumeRun(paused.state, deps, { ...runOptions, approvePlan: true });
    } else {
      hold = await journal.hold(newRun);
      end = await startRun(job, deps, runOptions);
    }
    // Before anything is written: proposals are changes of the workspace as it was.
    const left =
      end.job.type === 'fixProblems'
        ? await unlessCancelled(lookAgain(end, changesOf(end.proposals), checker, options), options.signal)
        : undefined;
    // Who interrupts a run has not agreed to what it had so far.
    const isCancelled = options.signal.aborted;
    const failures = [
      ...(options.apply && !isCancelled ? await writeAll(root, end.proposals, journal) : []),
      ...(await writeOutputs(end, options)),
    ];
    const result = {
      ...resultOf(end, failures),
      ...(left && { errorsLeft: left.errors, notChecked: left.notChecked }),
    };
    print(options.json ? JSON.stringify(result) : summaryOf(end, options.apply, left));
    await printed;
    for (const work of beside) await work(options.signal);
    for (const line of describeNotChecked(left?.notChecked ?? [])) process.stderr.write(`${line}\n`);
    for (const failure of failures) process.stderr.write(`tiercel: ${failure}\n`);
    return isAchieved(end, left) && !isCancelled && failures.length === 0 ? 0 : 1;
  } finally {
    await hold?.release();
    await Promise.all([meter.close(), checker.dispose(), byCommand.dispose(), workspace.close()]);
    state.close();
  }
}

/** What a run came to is told also where its end was cancelled. */
async function unlessCancelled<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

function readCommands(given: readonly string[]): readonly string[] {
  for (const command of given) {
    const parsed = parseCommand(command);
    if (!parsed.ok) throw new UsageError(`The command "${command}" can't be run: ${parsed.reason}.`);
  }
  return [...new Set(given.map(normalizeCommand))];
}

async function refuseUnusable(job: Job | ResumeJob, root: string, signal: AbortSignal): Promise<void> {
  const workspace = createDiskWorkspace(root);
  const leftOut: LeftOut[] = [];
  const files = await workspace.list(signal, (each) => leftOut.push(each));
  const [first] = leftOut;
  if (files.length === 0 && first)
    throw new UsageError(`There is nothing to work on in ${first.folder}: ${first.reason}.`);
  if (files.length === 0) throw new UsageError('The workspace is empty: there is nothing to work on.');
  if (job.type !== 'fixProblems' || job.file === undefined) return;
  const read = await workspace.read(job.file);
  if (read.type === 'text') return;
  throw new UsageError(`${job.file} can't be worked on: ${whyUnreadable(read)}.`);
}

/** Only what was verified is written: a proposal that nothing checked needs a person's eyes. */
async function writeAll(
  root: string,
  proposals: readonly Proposal[],
  journal: Journal,
): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const proposal of proposals.filter((each) => !isDecided(each))) {
    if (proposal.alternative) {
      failures.push(`Not written, since only you can tell whether it is meant: ${proposal.title}`);
      continue;
    }
    if (proposal.verdict.outcome !== 'passed') {
      failures.push(`Not written, since not verified: ${proposal.title}`);
      continue;
    }
    const reasons = await writeProposal(root, proposal);
    failures.push(...reasons);
    if (reasons.length === 0) await recordAccepted(proposal, journal);
  }
  return failures;
}

/** A run that is resumed must not propose again what is written. */
async function recordAccepted(proposal: Proposal, journal: Journal): Promise<void> {
  for (const { path: file, hunks } of proposal.files) {
    await journal.append(proposal.run, {
      type: 'hunks-decided',
      proposal: proposal.id,
      path: file,
      hunks: hunks.map((hunk) => hunk.index),
      decision: 'accepted',
    });
  }
}

function stateName(end: RunState): string {
  return end.phase.type === 'ended' ? end.phase.outcome : end.phase.type;
}

function messageOf(end: RunState): string {
  if (end.phase.type === 'ended') return end.phase.message;
  return end.phase.type === 'paused' ? end.phase.reason.message : end.phase.step;
}

/** The last line of `--json`: a contract. */
function resultOf(end: RunState, notWritten: readonly string[]) {
  const forecast = forecastCheck(end);
  return {
    type: 'result',
    run: end.run,
    state: stateName(end),
    ...(end.phase.type === 'paused' && { reason: end.phase.reason.type }),
    message: messageOf(end),
    ...(end.answer !== undefined && { answer: end.answer }),
    proposals: end.proposals.map((proposal) => ({
      id: proposal.id,
      title: proposal.title,
      tier: proposal.tier,
      tasks: proposal.tasks,
      verified: proposal.verdict.outcome === 'passed',
      evidence: describeVerdict(proposal.verdict),
      verdict: proposal.verdict,
      files: proposal.files.map(({ path: file, content, ...rest }) => ({
        path: file,
        content,
        diff: formatDiff({ path: file, base: rest.base, content }),
      })),
      ...(proposal.review !== undefined && { review: proposal.review }),
      ...(proposal.alternative && { alternative: proposal.alternative }),
    })),
    cost: { ...end.total, budgetUsd: end.budgetUsd, overhead: end.overhead, ...(forecast && { forecast }) },
    notWritten,
  };
}

function summaryOf(end: RunState, applied: boolean, left: LeftOver | undefined): string {
  const diffs = end.proposals.flatMap((proposal) => [
    `\n${proposal.title} (${proposal.tier})`,
    describeVerdict(proposal.verdict),
    ...(applied ? [] : [formatDiffs(proposal.files)]),
  ]);
  const { usd, calls, inputTokens, outputTokens } = end.total;
  const cost = `${formatUsd(usd)} in ${counted(calls, 'call')}, ${inputTokens} tokens in, ${outputTokens} out`;
  const answer = end.answer === undefined ? [] : ['', end.answer];
  return [...diffs, ...answer, '', messageOf(end), ...(left ? [describeLeft(left)] : []), cost].join('\n');
}

function describeLeft({ errors, notChecked, isBlind }: LeftOver): string {
  if (isBlind) return 'Whether there are errors is not known';
  const left = `${counted(errors, 'error')} left`;
  return notChecked.length === 0 ? left : `${left} in what was checked; ${placesWere(notChecked)} not`;
}
