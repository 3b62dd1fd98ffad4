import { contractOn } from '../support/contract-on.js';

contractOn('express', true);
