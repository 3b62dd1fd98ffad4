// Where an endpoint is found: its own path behind the application's prefixes, as Nest composes those of controllers.
import { RequestMethod, VERSION_NEUTRAL, VersioningType, type Type } from '@nestjs/common';
import type { ApplicationConfig } from '@nestjs/core';

/** The keys of Nest's metadata of `@Version` and of `RouterModule`. */
const VERSION = '__version__';
const MODULE_PATH = '__module_path__';

/** What a path is composed of. */
export interface PathParts {
  /** What the class carries. */
  readonly path: string;
  readonly target: { readonly prototype: object };
  readonly module: Type<unknown> | undefined;
  /** The id that `RouterModule` files paths of modules under. */
  readonly applicationId: string;
}

/** The paths of an endpoint: one, or one a version. */
export function pathsOf({ path, target, module, applicationId }: PathParts, config: ApplicationConfig): string[] {
  const modulePath = pathOfModule(module, applicationId);
  const own = `${slashed(modulePath)}${path}`;
  return versionsOf(target, config).map((version) => {
    const versioned = `${version}${own}`;
    return isExcluded(own, config) ? versioned : `${slashed(config.getGlobalPrefix())}${versioned}`;
  });
}

function pathOfModule(module: Type<unknown> | undefined, applicationId: string): string {
  if (module === undefined) return '';
  const path: unknown = Reflect.getMetadata(MODULE_PATH + applicationId, module);
  return typeof path === 'string' ? path : '';
}

/** The segments that stand for the versions, `/v1`; an empty one for none. */
function versionsOf({ prototype }: PathParts['target'], config: ApplicationConfig): string[] {
  const versioning = config.getVersioning();
  if (versioning?.type !== VersioningType.URI) return [''];
  const method: unknown = Reflect.get(prototype, 'requested');
  const given: string | symbol | (string | symbol)[] | undefined =
    Reflect.getMetadata(VERSION, method as object) ?? Reflect.getMetadata(VERSION, prototype.constructor);
  const prefix = versioning.prefix === false ? '' : (versioning.prefix ?? 'v');
  const versions = [given ?? versioning.defaultVersion ?? VERSION_NEUTRAL].flat();
  return versions.map((version) => (version === VERSION_NEUTRAL ? '' : `/${prefix}${String(version)}`));
}

/** Whether `setGlobalPrefix` leaves out a path by its option `exclude`. */
function isExcluded(path: string, config: ApplicationConfig): boolean {
  const { exclude = [] } = config.getGlobalPrefixOptions();
  return exclude.some(
    ({ requestMethod, pathRegex }) =>
      (requestMethod === RequestMethod.ALL || requestMethod === RequestMethod.GET) && pathRegex.test(path),
  );
}

/** A prefix that begins with a slash and ends without one; or nothing. */
function slashed(prefix: string): string {
  const bare = prefix.replace(/^\/+|\/+$/g, '');
  return bare === '' ? '' : `/${bare}`;
}
