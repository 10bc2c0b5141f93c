/** Why a run is cut off that is to go on later: a window that closes. What others work on for it is left to go on. */
export class RunSuspended extends Error {
  override readonly name = 'RunSuspended';
}
