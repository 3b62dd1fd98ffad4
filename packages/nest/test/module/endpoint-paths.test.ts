import {
  RequestMethod,
  SetMetadata,
  Version,
  VERSION_NEUTRAL,
  VersioningType,
  type VersioningOptions,
} from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';
import { pathsOf } from '../../src/module/endpoint-paths.js';

class Plain {
  requested(): void {}
}

class OnMethod {
  @Version(['1', VERSION_NEUTRAL])
  requested(): void {}
}

@SetMetadata('__version__', '7')
class OnClass {
  requested(): void {}
}

class SomeModule {}
Reflect.defineMetadata('__module_path__app', '/admin/', SomeModule);

const uri = (rest: object = {}): VersioningOptions => ({ type: VersioningType.URI, ...rest });

test.each<[target: { prototype: object }, versioning: VersioningOptions | undefined, paths: string[]]>([
  [Plain, undefined, ['/api/chat']],
  [Plain, uri(), ['/api/chat']],
  [Plain, uri({ defaultVersion: '2' }), ['/api/v2/chat']],
  [OnMethod, uri({ defaultVersion: '2' }), ['/api/v1/chat', '/api/chat']],
  [OnMethod, { type: VersioningType.HEADER, header: 'x' }, ['/api/chat']],
  [OnClass, uri({ prefix: 'version-' }), ['/api/version-7/chat']],
  [OnClass, uri({ prefix: false }), ['/api/7/chat']],
])('%p with %p', (target, versioning, paths) => {
  const config = new ApplicationConfig();
  config.setGlobalPrefix('api/');
  if (versioning !== undefined) config.enableVersioning(versioning);
  expect(pathsOf({ path: '/chat', target, module: undefined, applicationId: 'app' }, config)).toEqual(paths);
});

test("the path of the module stands before the class's", () => {
  const parts = { path: '/chat', target: Plain, module: SomeModule, applicationId: 'app' };
  expect(pathsOf(parts, new ApplicationConfig())).toEqual(['/admin/chat']);
  expect(pathsOf({ ...parts, applicationId: 'other' }, new ApplicationConfig())).toEqual(['/chat']);
});

test.each([
  [RequestMethod.ALL, '/chat'],
  [RequestMethod.GET, '/chat'],
  [RequestMethod.POST, '/api/chat'],
])('an exclusion for method %p makes %s', (requestMethod, path) => {
  const config = new ApplicationConfig();
  config.setGlobalPrefix('api');
  config.setGlobalPrefixOptions({ exclude: [{ path: 'chat', requestMethod, pathRegex: /^\/chat$/ }] });
  expect(pathsOf({ path: '/chat', target: Plain, module: undefined, applicationId: '' }, config)).toEqual([path]);
});
