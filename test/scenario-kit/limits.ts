/**
 * How long things may take, on whatever cluster.
 */
import { Duration } from 'cdk8s';

/** Sentinel's own settings in the scenarios: the library's defaults, which are quicker than the article's. */
export const SENTINEL = { downAfter: Duration.seconds(5), failoverTimeout: Duration.seconds(60) };
export const DOWN_AFTER_MS = 5_000;

/** For the scheduling of a machine that does other things too, which the clock of a client counts as well. */
export const MARGIN_MS = 3_000;

/** What a planned switch may cost, 3 s and half of the margin, and what a crash may cost on top of down-after. */
export const PLANNED_GAP_MS = 3_000 + MARGIN_MS / 2;
export const CRASH_EXTRA_MS = 2_000;

/** The longest time without a write, as the client of a crashed master may see it. */
export const CRASH_GAP_MS = DOWN_AFTER_MS + CRASH_EXTRA_MS + MARGIN_MS;
