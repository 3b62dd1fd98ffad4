// A decorator for fields of what clients send.
import { Transform } from 'class-transformer';

/** Takes the blanks off both ends of a text, before it is validated; anything else is left for the validation to refuse. */
export function Trimmed(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));
}
