/** Why training stopped, with the samples that it stopped at. */
export function notFinite(what: string, ids: readonly string[]): Error {
  return new Error(
    `trainer.train: ${what} in the batch of ${ids.map((id) => JSON.stringify(id)).join(", ")}; expected finite numbers. Lower the learning rate or look at these samples; the parameters are as before the step.`,
  );
}
