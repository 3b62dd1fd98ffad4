// A running chat for the tests of one file, and its visitors; all are gone after each test.
import { startChat, type Running } from '../../src/server.js';
import { readSettings } from '../../src/settings.js';
import { Visitor } from './visitor.js';

export class Stage {
  chat!: Running;
  private visitors: Visitor[] = [];

  constructor() {
    beforeEach(async () => {
      this.visitors = [];
      this.chat = await startChat(readSettings({ PORT: '0' }), false);
    });
    afterEach(async () => {
      for (const visitor of this.visitors) visitor.leave();
      await this.chat.app.close();
    });
  }

  /** Somebody who has not signed in. */
  stranger(): Visitor {
    const one = new Visitor(this.chat.url);
    this.visitors.push(one);
    return one;
  }

  async visitor(name: string): Promise<Visitor> {
    const one = this.stranger();
    await one.signIn(name);
    return one;
  }
}
