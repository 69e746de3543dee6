/** The build writes constants.js from the constants of the Python package (site/constants.py); here only their types. */
export const ABBREVIATIONS: Record<string, string>;
export const ALIKE: number;
export const ICICLE: { base: number; inSight: number; line: number; margin: number; letter: number; boldLetter: number };
export const KNOWN: number;
export const LETTERS: Record<string, string>;
export const MISSED: number;
export const NAMED: number;
export const NUMBERS: Record<string, string>;
export const STOP_WORDS: string[];
export const WEIGHTS: Record<"name" | "title" | "aliases" | "authors" | "categories" | "venue" | "text", number>;
