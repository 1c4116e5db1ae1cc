/**
 * The images on which the faults that every user meets are tried.
 */
import { IMAGES } from '../scenario-kit/kube/images';

export const EVERY_IMAGE = [['redis 7', IMAGES.machine], ['redis 8', IMAGES.redis8], ['valkey', IMAGES.valkey]] as const;
