// The routes by which one signs in. There is no password: a name is enough for a demo.
import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { SignIn } from './sign-in.js';
import { TokenGuard, type SignedInRequest } from './token-guard.js';
import { Tokens } from './tokens.js';
import type { User } from './user.js';

/** Gives out tokens, and tells whose one is. */
@Controller()
export class AccountsController {
  constructor(private readonly tokens: Tokens) {}

  @Post('sign-in')
  @HttpCode(200)
  signIn(@Body() { name }: SignIn): { token: string } {
    return { token: this.tokens.issue({ id: randomUUID(), name }) };
  }

  /** For a page whose socket was refused: a browser does not tell it why. */
  @Get('me')
  @UseGuards(TokenGuard)
  me(@Req() request: Pick<SignedInRequest, 'ticket'>): User {
    return request.ticket.user;
  }
}
