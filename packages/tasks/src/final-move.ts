const FINAL_MOVE = "FINAL MOVE:";

/** The last line of every explanation. */
export function finalMove(move: string): string {
  return `${FINAL_MOVE} ${move}`;
}

/** The explanation without its last line. */
export function withoutFinalMove(explanation: string): string {
  return explanation.split(FINAL_MOVE, 1)[0]!.trim();
}
