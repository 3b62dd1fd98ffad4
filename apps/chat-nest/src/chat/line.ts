// What one says.
import { IsString, Length } from 'class-validator';
import { Trimmed } from '../trimmed.js';

/** The data of the message `say`. */
export class Line {
  @Trimmed()
  @IsString({ message: 'a message is a text' })
  @Length(1, 500, { message: 'a message has 1 to 500 letters' })
  text!: string;
}
