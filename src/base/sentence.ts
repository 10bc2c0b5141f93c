/** A message with the full stop that it may lack, so that another can follow it. */
export function sentence(text: string): string {
  return text === '' || /[.!?…]$/.test(text) ? text : `${text}.`;
}
