/** Some tenths of a second of ours: enough for the compiler to have optimised what it will, also where it shares the core. */
export const WARM_UP_CALLS = 50;
