import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { isForbidden, systemReason } from '../../base/systemError.ts';

/** Does what reads a file or folder of the user's; why it may not be read, where that is why it failed. */
export async function unlessClosed(file: string, read: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await read();
    return undefined;
  } catch (error) {
    const reason = isForbidden(error) ? await whyClosed(file) : undefined;
    if (reason === undefined) throw error;
    return reason;
  }
}

/** Why a file or folder of the user's may not be read; undefined where it may, or where it is not there. */
export async function whyClosed(file: string): Promise<string | undefined> {
  try {
    // By opening it: `access` answers for who started the process and not for who reads. A pipe is not waited for.
    await (await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))).close();
    return undefined;
  } catch (error) {
    return isForbidden(error) ? systemReason(error) : undefined;
  }
}
