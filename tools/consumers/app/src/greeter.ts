// What the endpoint gets by its constructor: found only when tsc has emitted the types of parameters.
import { Injectable } from '@nestjs/common';

/** Greets by name. */
@Injectable()
export class Greeter {
  greet(name: string): string {
    return `hello, ${name}`;
  }
}
