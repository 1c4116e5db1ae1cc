/**
 * Holds a single value against the client's scalar types, and against the narrower ones of the field limits.
 */
import { shown, sortOf } from './finding';

const QUANTITY = /^[-+]?(\d+\.?\d*|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][-+]?\d+)?$/;
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[-+]\d\d:\d\d)$/;
const BASE64 = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** A scalar type: what it is in words, what it accepts, and how a message tells of a value that it does not accept. */
interface Scalar {
  readonly what: string;
  readonly accepts: (value: unknown) => boolean;
  readonly tell?: (value: unknown) => string;
}

const TIME: Scalar = {
  what: 'a date and time such as 2024-01-31T12:00:00Z',
  accepts: value => typeof value === 'string' && RFC3339.test(value) && !Number.isNaN(Date.parse(value)),
};

const SCALARS = new Map<string, Scalar>(Object.entries<Scalar>({
  Base64: { what: 'base64', accepts: value => typeof value === 'string' && BASE64.test(value.replace(/[\r\n]/g, '')), tell: sortOf },
  boolean: { what: 'true or false', accepts: value => typeof value === 'boolean' },
  Date: TIME,
  Fraction: { what: 'a number', accepts: value => Number.isFinite(value) },
  // The API takes a string for a name or a percentage, never for a number.
  IntOrString: {
    what: 'an integer, or a string that is no number',
    accepts: value => Number.isInteger(value) || (typeof value === 'string' && !/^\d*$/.test(value)),
  },
  number: { what: 'an integer', accepts: value => Number.isInteger(value) },
  object: { what: 'anything', accepts: () => true },
  Quantity: {
    what: 'a quantity such as 500m or 256Mi',
    accepts: value => Number.isFinite(value) || (typeof value === 'string' && QUANTITY.test(value)),
  },
  SecretText: { what: 'a string', accepts: value => typeof value === 'string', tell: sortOf },
  string: { what: 'a string', accepts: value => typeof value === 'string' },
  V1MicroTime: TIME,
}));

/**
 * What is wrong with a value: nothing or one message.
 */
export function checkScalar(type: string, value: unknown): string[] {
  const scalar = SCALARS.get(type);
  if (!scalar) {
    throw new Error(`The Kubernetes client has a type that this checker does not know: ${type}`);
  }
  const { what, accepts, tell = shown } = scalar;
  return accepts(value) ? [] : [`must be ${what}, but is ${tell(value)}`];
}
