export function checkPositiveInteger(name: string, value: number, caller: string): void {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new RangeError(`${caller}: ${name} is ${value}; expected a positive integer. Leave it out for the default.`);
}
