// Finds the classes of sockets among the providers of all modules.
import { Injectable } from '@nestjs/common';
import { DiscoveryService, ModuleRef, ModulesContainer } from '@nestjs/core';
import { carriedRoute, WebSocket, type WebSocketClass } from '@ws4ts/core';
import type { Provided } from '../handshake/nest-endpoint.js';
import type { PathParts } from './endpoint-paths.js';

/** A class of sockets that was found. */
export interface Found extends Provided, PathParts {
  readonly target: WebSocketClass & { readonly prototype: object };
}

type ProviderWrapper = ReturnType<DiscoveryService['getProviders']>[number];

@Injectable()
export class EndpointExplorer {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly modules: ModulesContainer,
  ) {}

  /** All classes of sockets; throws a UsageError for one without `@WebSocketRoute`. */
  explore(): Found[] {
    return this.discovery.getProviders().flatMap((wrapper) => {
      const target: unknown = wrapper.metatype;
      if (!isSocketClass(target) || wrapper.isAlias || wrapper.inject) return [];
      return [this.found(wrapper, target)];
    });
  }

  private found(wrapper: ProviderWrapper, target: WebSocketClass): Found {
    const host = wrapper.host!;
    const enhancers = wrapper.getEnhancersMetadata() ?? [];
    return {
      target: target as Found['target'],
      path: carriedRoute(target).path,
      token: wrapper.token,
      moduleKey: host.token,
      providerId: wrapper.id,
      moduleRef: host.getProviderByKey<ModuleRef>(ModuleRef).instance,
      isSingleton: wrapper.isDependencyTreeStatic() && !wrapper.isTransient,
      isScoped: enhancers.some((enhancer) => enhancer.isTransient || !enhancer.isDependencyTreeStatic()),
      module: host.metatype,
      applicationId: this.modules.applicationId,
    };
  }
}

function isSocketClass(target: unknown): target is WebSocketClass {
  return typeof target === 'function' && target.prototype instanceof WebSocket;
}
