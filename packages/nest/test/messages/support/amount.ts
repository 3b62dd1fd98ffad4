import { IsInt, Max } from 'class-validator';

/** A DTO with a rule. */
export class Amount {
  @IsInt()
  @Max(10)
  readonly amount!: number;
}
