export type LedgerProblem = 'locked' | 'full' | 'readOnly' | 'damaged' | 'unreadable';

/**
 * The ledger can't be read or written now, for a reason outside of this program. A call that can't be set aside is not
 * sent; one that can't be booked stays at its worst case.
 */
export class LedgerUnavailable extends Error {
  override readonly name = 'LedgerUnavailable';
  readonly reason: LedgerProblem;

  constructor(reason: LedgerProblem, options?: ErrorOptions) {
    super(sentences[reason], options);
    this.reason = reason;
  }
}

const sentences: Readonly<Record<LedgerProblem, string>> = {
  locked: 'another program holds its file and does not let go',
  full: 'the disk is full',
  readOnly: 'its file may not be written',
  damaged: 'its file is damaged',
  unreadable: 'its file can not be read or written',
};
