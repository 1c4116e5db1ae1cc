/**
 * Single values whose form the API documents do not give, or give by a name only.
 */
import { shown, sortOf } from './finding';
import { DNS_LABEL } from './names';

const QUANTITY = /^[-+]?(\d+\.?\d*|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][-+]?\d+)?$/;
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[-+]\d\d:\d\d)$/;
const BASE64 = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** What a value is in words, what is accepted, and how a message tells of a value that is not. */
interface Scalar {
  readonly what: string;
  readonly accepts: (value: unknown) => boolean;
  readonly tell?: (value: unknown) => string;
}

/** Of those that the documents call by a format, only strings come here. */
export const FORMATS: Readonly<Record<string, Scalar>> = {
  'byte': { what: 'base64', accepts: value => BASE64.test(String(value).replace(/[\r\n]/g, '')), tell: sortOf },
  'date-time': {
    what: 'a date and time such as 2024-01-31T12:00:00Z',
    accepts: value => RFC3339.test(String(value)) && !Number.isNaN(Date.parse(String(value))),
  },
};

const SCALARS: Readonly<Record<string, Scalar>> = {
  dnsLabel: { what: 'a DNS label', accepts: value => typeof value !== 'string' || DNS_LABEL.test(value) },
  // The API takes a string for a name or a percentage, never for a number.
  intOrString: {
    what: 'an integer, or a string that is no number',
    accepts: value => Number.isInteger(value) || (typeof value === 'string' && !/^\d*$/.test(value)),
  },
  quantity: {
    what: 'a quantity such as 500m or 256Mi',
    accepts: value => Number.isFinite(value) || (typeof value === 'string' && QUANTITY.test(value)),
  },
};

/**
 * What is wrong with a value: nothing or one message.
 */
export function checkScalar(name: string, value: unknown): string[] {
  const { what, accepts } = SCALARS[name];
  return accepts(value) ? [] : [`must be ${what}, but is ${shown(value)}`];
}

/** What a value that has not its format should have been. */
export function formatProblem(name: string, value: unknown): string {
  const { what, tell = shown } = FORMATS[name];
  return `must be ${what}, but is ${tell(value)}`;
}
