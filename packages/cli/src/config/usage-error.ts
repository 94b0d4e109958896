/** What the user wrote cannot be done as written: exit code 2, and no work has begun. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
