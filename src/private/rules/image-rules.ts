import { ImagePullPolicy, ISecret } from 'cdk8s-plus-28';
import { invalid } from './invalid';
import { assertSubdomain } from './names';
import { RedisImage } from '../../redis-image';

const DEFAULT_IMAGE = 'redis:7.2.5-alpine3.20';

/** The first Redis that fails over while the dead master's name does not resolve. */
const OLDEST = [7, 0, 6];

const HOST = /^[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?(:[0-9]+)?$/;
const PATH_PART = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^[A-Za-z0-9_][-A-Za-z0-9_.]{0,127}$/;
const DIGEST = /^[a-z0-9]+([+._-][a-z0-9]+)*:[0-9a-f]{32,}$/;

/**
 * The container image, every default filled in.
 */
export interface ResolvedImage {
  readonly name: string;
  readonly pullPolicy: ImagePullPolicy;
  readonly pullSecrets: ISecret[];
}

/**
 * Fills in the defaults of the image and refuses what cannot work.
 */
export function resolveImage(image: RedisImage = {}): ResolvedImage {
  const resolved: ResolvedImage = {
    name: image.name ?? DEFAULT_IMAGE,
    pullPolicy: image.pullPolicy ?? ImagePullPolicy.IF_NOT_PRESENT,
    pullSecrets: image.pullSecrets ?? [],
  };
  assertImage('image.name', resolved.name);
  resolved.pullSecrets.forEach((secret, i) => assertSubdomain(`name of image.pullSecrets[${i}]`, secret.name));
  return resolved;
}

/**
 * Refuses what is no image reference, and a Redis that is known to be too old.
 *
 * @see https://github.com/distribution/reference
 */
function assertImage(prop: string, image: string): void {
  const reference = parse(image);
  if (!reference) {
    throw invalid({ prop, value: image, allowed: `[registry[:port]/]repository[:tag][@digest], such as ${DEFAULT_IMAGE}` });
  }
  if (reference.repository === 'redis' && tooOld(reference.tag)) {
    throw invalid({
      prop,
      value: image,
      allowed: `Redis ${OLDEST.join('.')} or newer`,
      because: 'older ones do not fail over while the name of the dead master does not resolve',
    });
  }
}

/** The last part of the repository and the tag; undefined where the text is no image reference. */
function parse(image: string): { repository: string; tag?: string } | undefined {
  const [named, digest, ...rest] = image.split('@');
  const parts = named.split('/');
  const [repository, tag, ...more] = parts.pop()!.split(':');
  const first = parts[0];
  const host = first !== undefined && (/[.:]/.test(first) || first === 'localhost') ? parts.shift() : undefined;
  const fits = rest.length === 0 && more.length === 0
    && (host === undefined || HOST.test(host))
    && [...parts, repository].every(part => PATH_PART.test(part))
    && (tag === undefined || TAG.test(tag))
    && (digest === undefined || DIGEST.test(digest));
  return fits ? { repository, tag } : undefined;
}

/** A tag such as `7.0` may well be new enough: only what is certainly older counts. */
function tooOld(tag = ''): boolean {
  const given = /^\d+(\.\d+){0,2}/.exec(tag)?.[0].split('.').map(Number) ?? [];
  const difference = OLDEST.findIndex((part, i) => part !== given[i]);
  return given[difference] < OLDEST[difference];
}
