// What one sends to sign in.
import { IsString, Length } from 'class-validator';
import { Trimmed } from '../trimmed.js';

/** The body of `POST /sign-in`. */
export class SignIn {
  @Trimmed()
  @IsString({ message: 'tell your name' })
  @Length(1, 24, { message: 'give a name of 1 to 24 letters' })
  name!: string;
}
