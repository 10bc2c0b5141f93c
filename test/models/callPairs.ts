interface InputItem {
  readonly type: string;
  readonly call_id?: string | undefined;
}

/** The API wants one output for each call it is shown, after the call and of the call's kind. */
export function pairingProblems(input: readonly InputItem[]): string[] {
  const problems: string[] = [];
  const open = new Map<string, string>();
  for (const { type, call_id } of input) {
    if (call_id === undefined) continue;
    if (!type.endsWith('_output')) open.set(call_id, type);
    else if (open.get(call_id) === type.replace(/_output$/, '')) open.delete(call_id);
    else problems.push(`input: the ${type} ${call_id} has no call of its kind before it`);
  }
  for (const [id, type] of open) problems.push(`input: the ${type} ${id} has no output`);
  return problems;
}
