/** What a reader of positions gives: the state, or what is wrong with the text. */
export type Reading<State> =
  | { readonly state: State; readonly problem: null }
  | { readonly state: null; readonly problem: string };

export function refuse(problem: string): Reading<never> {
  return { state: null, problem };
}

/** As JSON, and no longer than a line can bear. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
