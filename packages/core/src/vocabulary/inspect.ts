// Shows an offending value in an error: short, on one line, and whole in its beginning.

const LONGEST = 80;

/** Quotes a value for a message: strings in quotes, line breaks escaped, long ones cut. */
export function inspect(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(cut(value));
  if (typeof value === 'function') return `the function ${value.name || 'without a name'}`;
  if (Array.isArray(value)) return cut(`[${value.map(inspect).join(', ')}]`);
  if (typeof value === 'object' && value !== null) return `an object of class ${value.constructor?.name ?? 'null'}`;
  return String(value);
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
