/**
 * A jest environment for scenarios, whose tests are the steps of one story: after the first failure the rest of the file is skipped.
 * (A beforeAll that fails already fails every test: those must not be skipped, or the run would be green.)
 */
import type { Circus } from '@jest/types';
import { TestEnvironment } from 'jest-environment-node';

export default class StopAtFailureEnvironment extends TestEnvironment {
  private failed = false;

  public handleTestEvent(event: Circus.AsyncEvent | Circus.SyncEvent): void {
    if (event.name === 'test_fn_failure') this.failed = true;
    if (event.name === 'test_start' && this.failed) event.test.mode = 'skip';
  }
}
