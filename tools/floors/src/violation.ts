/** One broken rule, at the place where a reader would mend it. */
export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly sentence: string;
}

/** Writes a violation the way editors and terminals turn into a link. */
export function format({ file, line, rule, sentence }: Violation): string {
  return `${file}:${line} ${rule}: ${sentence}`;
}
