/** The settings that a workspace may have a word in. None of them sends, runs, costs or allows anything. */
export const workspaceMaySet: readonly string[] = ['tiercel.saveAfterAccept'];
