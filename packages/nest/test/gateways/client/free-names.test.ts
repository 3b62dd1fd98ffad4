import { describe, expect, it } from '@jest/globals';
import { freeNames } from '../../../src/gateways/client/free-names.js';

class Base {
  get name(): unknown {
    return 'base';
  }

  get kept(): unknown {
    return 'base';
  }
}

class Derived extends Base {
  override get kept(): unknown {
    return 'derived';
  }

  get both(): unknown {
    return [super.name, this.name];
  }

  static {
    freeNames(this.prototype, Base.prototype);
  }
}

describe('freeNames', () => {
  it('lets what is assigned hide what is inherited, on that instance', () => {
    const [one, other] = [new Derived(), new Derived()];
    expect(one.both).toEqual(['base', 'base']);
    Object.assign(one, { name: 'mine' });
    Object.assign(one, { name: 'again' });
    expect([one.both, Object.keys(one), other.both]).toEqual([['base', 'again'], ['name'], ['base', 'base']]);
  });

  it("leaves the class's own names alone", () => {
    const one = new Derived();
    expect(() => Object.assign(one, { kept: 1 })).toThrow(TypeError);
    expect(one.kept).toBe('derived');
  });
});
